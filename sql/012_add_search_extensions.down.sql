-- Refused where something else in the database has come to need them.

drop extension if exists btree_gin;
drop extension if exists pg_trgm;
