-- Wrong passwords are counted for all servers together: per account and per address.
--
-- A row drains with the time, and is void after an hour at the latest; whoever adds one takes old ones away. Of an account
-- there is only a digest: what people type into the wrong field is not for keeping.
-- migrate: leaves login_failures (subject, level, failed_at, blocked_until)

create table login_failures (
  subject varchar(64) primary key,
  level double precision not null,
  failed_at timestamptz not null,
  blocked_until timestamptz not null
);

create index ix_login_failures_failed_at on login_failures (failed_at);
