-- migrate: leaves t (id, "b c")
create table if not exists s.t (id serial primary key, "b c" char(3) not null default now(),
  e int references u (id) on delete cascade, check (id > 0), unique (id, e));
alter table t add column x timestamp default clock_timestamp(), alter y type bigint using y::bigint,
  drop z, rename to v, add constraint c foreign key (x) references u not valid, validate constraint c;
create type k as enum ('a', 'b'); alter type k add value 'c'; insert into t values ('c');
drop table t, u cascade; truncate t cascade; delete from t; update t set a = 1;
alter index i rename to j; cluster t; lock table t; reindex table t;
