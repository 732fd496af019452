-- migrate: no-transaction

drop statistics if exists st_messages_user_id_conversation_id;

alter table messages drop constraint if exists fk_messages_user_id_conversation_id;

drop index concurrently if exists ix_messages_user_id_conversation_id_position;

drop index concurrently if exists ix_conversations_user_id_id;
