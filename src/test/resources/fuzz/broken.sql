select 'never closed; $$ /* "
