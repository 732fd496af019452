-- The lists answer as before, only slower.
-- migrate: no-transaction

drop index concurrently if exists ix_conversations_user_id_updated_at_id_deleted;
drop index concurrently if exists ix_conversations_user_id_updated_at_id;
drop index concurrently if exists ix_tasks_owner_id_title_id_is_completed;
drop index concurrently if exists ix_tasks_owner_id_updated_at_id_is_completed;
drop index concurrently if exists ix_tasks_owner_id_is_completed_created_at_id;
drop index concurrently if exists ix_tasks_owner_id_created_at_id;
