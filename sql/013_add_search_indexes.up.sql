-- Search: texts of three characters and more are found in here, among one owner's rows only.
-- migrate: no-transaction

create index concurrently if not exists ix_tasks_owner_id_title_description_search
  on tasks using gin (owner_id, title gin_trgm_ops, description gin_trgm_ops);

create index concurrently if not exists ix_messages_user_id_content_search
  on messages using gin (user_id, content gin_trgm_ops);
