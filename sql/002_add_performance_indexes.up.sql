-- Indexes for the foreign keys, the filters and the orders of the lists.
--
-- Each is built while the tables are read and written as usual, and can be built again at any time.
-- migrate: no-transaction

create index concurrently if not exists ix_users_is_active on users (is_active);
create index concurrently if not exists ix_tasks_owner_id on tasks (owner_id);
create index concurrently if not exists ix_tasks_is_completed on tasks (is_completed);
create index concurrently if not exists ix_tasks_created_at on tasks (created_at);
create index concurrently if not exists ix_tasks_owner_id_is_completed on tasks (owner_id, is_completed);
create index concurrently if not exists ix_conversations_user_id on conversations (user_id);
create index concurrently if not exists ix_conversations_updated_at on conversations (updated_at);
create index concurrently if not exists ix_conversations_is_deleted on conversations (is_deleted);
create index concurrently if not exists ix_conversations_deleted_at on conversations (deleted_at);
create index concurrently if not exists ix_conversations_user_id_is_deleted on conversations (user_id, is_deleted);
create index concurrently if not exists ix_messages_conversation_id on messages (conversation_id);
create index concurrently if not exists ix_messages_created_at on messages (created_at);
create index concurrently if not exists ix_messages_conversation_id_created_at on messages (conversation_id, created_at);
