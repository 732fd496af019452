-- A task may be without an owner again; the tasks that 003 deleted stay deleted.

alter table tasks alter column owner_id drop not null;
