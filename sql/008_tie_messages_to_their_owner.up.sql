-- A message's owner is its conversation's owner, and no two messages of a conversation have one place.
--
-- The foreign key over both columns says the first, to psql too; the index for the second is also the one that the
-- list of messages walks, in both directions, without sorting. The statistics tell the planner that a conversation has
-- one owner, or it would expect fewer messages the more of them there are.
-- migrate: no-transaction

create unique index concurrently if not exists ix_conversations_user_id_id on conversations (user_id, id);

create unique index concurrently if not exists ix_messages_user_id_conversation_id_position
  on messages (user_id, conversation_id, position);

alter table messages
  drop constraint if exists fk_messages_user_id_conversation_id,
  add constraint fk_messages_user_id_conversation_id
    foreign key (user_id, conversation_id) references conversations (user_id, id) on delete cascade not valid;

alter table messages validate constraint fk_messages_user_id_conversation_id;

create statistics if not exists st_messages_user_id_conversation_id (dependencies)
  on user_id, conversation_id from messages;
