-- migrate: no-transaction
-- migrate: ignore index-not-concurrent small; table
create index concurrently i on t (a);
vacuum t;
alter type k add value 'x';
