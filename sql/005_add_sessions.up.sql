-- A login is a row: it ends when the row is gone or expires_at has passed, whatever the token says.
--
-- address and user_agent are for their owner to recognise it by, cut to what fits.
-- migrate: leaves sessions (id, user_id, created_at, expires_at, last_seen_at, address, user_agent)

create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null,
  address varchar(64),
  user_agent varchar(256)
);

create index ix_sessions_user_id_created_at on sessions (user_id, created_at desc, id desc);
create index ix_sessions_expires_at on sessions (expires_at);
