-- Every task has an owner.
--
-- SET NOT NULL alone reads the whole table while nobody can use it. With a valid CHECK that says the same it reads
-- nothing, and the CHECK is validated beside readers and writers. In one transaction the first statement's lock would
-- be held throughout, so each stands alone, and each can run again.
-- migrate: no-transaction

alter table tasks
  drop constraint if exists ck_tasks_owner_id_not_null,
  add constraint ck_tasks_owner_id_not_null check (owner_id is not null) not valid;

alter table tasks validate constraint ck_tasks_owner_id_not_null;

alter table tasks alter column owner_id set not null;

alter table tasks drop constraint if exists ck_tasks_owner_id_not_null;
