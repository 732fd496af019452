-- An index for each order of the lists, so that a page is read from where the last one ended, and nothing is sorted.
--
-- Each begins with the owner and ends with the id, which decides between equal times. No time is null: "nulls last" only
-- makes these orders, and the queries', different from those of the indexes on a time alone, or the planner would now
-- and then walk over everybody's rows to find one owner's. is_completed at the end of two indexes answers that filter
-- without visiting the table. Titles are ordered by code point: the same on every server, and unhurt by an upgrade of
-- the operating system's locales. The two of conversations cost as much as one: a row is in one of them.
-- migrate: no-transaction

create index concurrently if not exists ix_tasks_owner_id_created_at_id
  on tasks (owner_id, created_at desc nulls last, id desc nulls last);

create index concurrently if not exists ix_tasks_owner_id_is_completed_created_at_id
  on tasks (owner_id, is_completed, created_at desc nulls last, id desc nulls last);

create index concurrently if not exists ix_tasks_owner_id_updated_at_id_is_completed
  on tasks (owner_id, updated_at desc nulls last, id desc nulls last, is_completed);

create index concurrently if not exists ix_tasks_owner_id_title_id_is_completed
  on tasks (owner_id, title collate "C", id, is_completed);

create index concurrently if not exists ix_conversations_user_id_updated_at_id
  on conversations (user_id, updated_at desc nulls last, id desc nulls last) where not is_deleted;

create index concurrently if not exists ix_conversations_user_id_updated_at_id_deleted
  on conversations (user_id, updated_at desc nulls last, id desc nulls last) where is_deleted;
