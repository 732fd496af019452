-- Nobody waits any longer for having been wrong.

drop table login_failures;
