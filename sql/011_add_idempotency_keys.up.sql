-- What a client has asked for once, it does not get twice: a key of its own making stands for one request.
--
-- Of the answer only what the request does not say itself is kept: the ids that were given, and the time of the first;
-- each further one is a microsecond later. So nothing that a user wrote is here, and nothing has to be deleted with it.
-- migrate: leaves idempotency_keys (user_id, route, key, fingerprint, ids, created_at)

create table idempotency_keys (
  user_id uuid not null references users (id) on delete cascade,
  route varchar(100) not null,
  key varchar(255) not null,
  fingerprint varchar(64) not null,
  ids uuid[] not null,
  created_at timestamptz not null,
  constraint pk_idempotency_keys primary key (user_id, route, key)
);

create index ix_idempotency_keys_created_at on idempotency_keys (created_at);
