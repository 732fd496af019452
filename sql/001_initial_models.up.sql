-- Users, their tasks, and their conversations with messages.
--
-- The rules a value must keep are CHECK constraints, so that no client can break them, psql included. They use nothing
-- of the database's locale (lower() under "C", a fixed list of blanks): a row that one server accepts every other one does.
-- Every time is a timestamptz. tasks.owner_id may be null here; 003 and 004 end that.
-- migrate: leaves users (id, email, hashed_password, created_at, updated_at, is_active)
-- migrate: leaves tasks (id, owner_id, title, description, is_completed, created_at, updated_at, completed_at)
-- migrate: leaves conversations (id, user_id, title, created_at, updated_at, is_deleted, deleted_at)
-- migrate: leaves messages (id, conversation_id, role, content, created_at)

create type message_role as enum ('USER', 'ASSISTANT');

create table users (
  id uuid primary key,
  email varchar(255) not null,
  hashed_password varchar not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  is_active boolean not null default true,
  constraint ck_users_email_trimmed check (email = btrim(email, E' \t\n\x0B\f\r')),
  constraint ck_users_email_lower_case check (email = lower(email collate "C")),
  constraint ck_users_email_not_empty check (email <> '')
);

create unique index ix_users_email on users (email);

create table tasks (
  id uuid primary key,
  owner_id uuid references users (id) on delete cascade,
  title varchar(100) not null,
  description varchar(1000),
  is_completed boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  constraint ck_tasks_title_not_blank check (btrim(title, E' \t\n\x0B\f\r') <> ''),
  constraint ck_tasks_completed_at_with_is_completed check (is_completed = (completed_at is not null))
);

create table conversations (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  title varchar(200),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  is_deleted boolean not null default false,
  deleted_at timestamptz,
  constraint ck_conversations_deleted_at_with_is_deleted check (is_deleted = (deleted_at is not null))
);

create table messages (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  role message_role not null,
  content varchar(2000) not null,
  created_at timestamptz not null,
  constraint ck_messages_content_not_empty check (content <> '')
);
