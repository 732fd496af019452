-- Everybody has to log in again.

drop table sessions;
