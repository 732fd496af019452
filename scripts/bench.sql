-- What scripts/bench reads and writes: 1000 users, of whom :'owner' has a hundredth of the :tasks tasks, and one
-- conversation with 10000 messages. Indexes and foreign keys of the large table are made at the end, in less time.
\set ON_ERROR_STOP on
set client_min_messages = warning;
set jit = off;

create temporary table later as
select format('alter table tasks drop constraint %I', conname) as drop_it,
  format('alter table tasks add constraint %I %s', conname, pg_get_constraintdef(oid)) as make_it
from pg_constraint
where contype = 'f' and conrelid = 'tasks'::regclass
union all
select format('drop index %I', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index
where indrelid = 'tasks'::regclass and not indisprimary;

select drop_it from later \gexec

insert into users (id, email, hashed_password, created_at, updated_at)
select gen_random_uuid(), n || '@bench.example.com', '-', now(), now()
from generate_series(1, 999) as n;

create temporary table people as
select row_number() over (order by id = cast(:'owner' as uuid) desc) - 1 as n, id from users;
create index on people (n);
analyze people;

insert into tasks (id, owner_id, title, description, is_completed, completed_at, created_at, updated_at)
select gen_random_uuid(), people.id, 'Task number ' || t.n,
  case when t.n % 3 > 0 then 'What there is to say about task ' || t.n || ', in about as many words as usual.' end,
  t.n % 4 = 0, case when t.n % 4 = 0 then t.at end, t.at, t.at
from (
  select n, now() - (:tasks - n) * interval '20 seconds' as at
  from generate_series(1, :tasks) as n
) as t
join people on people.n = case when t.n % 100 = 0 then 0 else 1 + t.n % 999 end
order by t.n;

insert into conversations (id, user_id, title, created_at, updated_at, message_count)
values ('00000000-0000-7000-8000-00000000000c', :'owner', 'Bench', now(), now(), 10000);

insert into messages (id, user_id, conversation_id, role, content, position, created_at)
select gen_random_uuid(), :'owner', '00000000-0000-7000-8000-00000000000c',
  cast(case when n % 2 = 0 then 'ASSISTANT' else 'USER' end as message_role),
  'Message ' || n || ': remind me to buy bread and butter tomorrow, and tell me what is still to do.',
  n, now() - (10000 - n) * interval '1 minute'
from generate_series(1, 10000) as n;

set maintenance_work_mem = '512MB';
select make_it from later order by make_it desc \gexec
