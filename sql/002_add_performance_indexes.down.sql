-- The same indexes go, and nothing else: the lists answer as before, only slower.
-- migrate: no-transaction

drop index concurrently if exists ix_messages_conversation_id_created_at;
drop index concurrently if exists ix_messages_created_at;
drop index concurrently if exists ix_messages_conversation_id;
drop index concurrently if exists ix_conversations_user_id_is_deleted;
drop index concurrently if exists ix_conversations_deleted_at;
drop index concurrently if exists ix_conversations_is_deleted;
drop index concurrently if exists ix_conversations_updated_at;
drop index concurrently if exists ix_conversations_user_id;
drop index concurrently if exists ix_tasks_owner_id_is_completed;
drop index concurrently if exists ix_tasks_created_at;
drop index concurrently if exists ix_tasks_is_completed;
drop index concurrently if exists ix_tasks_owner_id;
drop index concurrently if exists ix_users_is_active;
