-- A conversation knows how many messages it has.
--
-- The number moves in the statement that adds a message, whose row lock also decides the messages' order. Here it is
-- counted once; a constant default touches no row, so the table is never locked for long.
-- migrate: no-transaction
-- migrate: leaves conversations (id, user_id, title, created_at, updated_at, is_deleted, deleted_at, message_count)

alter table conversations add column if not exists message_count integer not null default 0;

update conversations
set message_count = counted.messages
from (select conversation_id, count(*) as messages from messages group by conversation_id) as counted
where conversations.id = counted.conversation_id and conversations.message_count <> counted.messages;

alter table conversations
  drop constraint if exists ck_conversations_message_count_not_negative,
  add constraint ck_conversations_message_count_not_negative check (message_count >= 0) not valid;

alter table conversations validate constraint ck_conversations_message_count_not_negative;
