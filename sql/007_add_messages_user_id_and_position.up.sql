-- A message carries its owner, and its place in its conversation: 1, 2, 3 …
--
-- Equal or turned back clocks leave created_at without a total order; the place is one. Messages that are here already
-- get theirs by created_at. One UPDATE fills both columns, and as in 004 a validated CHECK spares SET NOT NULL its scan:
-- no statement keeps readers out for longer than a moment, and each can run again.
-- migrate: no-transaction
-- migrate: leaves messages (id, conversation_id, role, content, created_at, user_id, position)

alter table messages
  add column if not exists user_id uuid,
  add column if not exists position integer;

update messages
set user_id = placed.user_id, position = placed.position
from (
  select messages.id, conversations.user_id,
    row_number() over (partition by conversation_id order by messages.created_at, messages.id) as position
  from messages join conversations on conversations.id = messages.conversation_id
) as placed
where messages.id = placed.id and messages.position is null;

alter table messages
  drop constraint if exists ck_messages_user_id_not_null,
  drop constraint if exists ck_messages_position_not_null,
  drop constraint if exists ck_messages_position_positive,
  add constraint ck_messages_user_id_not_null check (user_id is not null) not valid,
  add constraint ck_messages_position_not_null check (position is not null) not valid,
  add constraint ck_messages_position_positive check (position > 0) not valid;

alter table messages
  validate constraint ck_messages_user_id_not_null,
  validate constraint ck_messages_position_not_null,
  validate constraint ck_messages_position_positive;

alter table messages
  alter column user_id set not null,
  alter column position set not null;

alter table messages
  drop constraint if exists ck_messages_user_id_not_null,
  drop constraint if exists ck_messages_position_not_null;
