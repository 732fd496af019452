-- How many requests a user or an address has sent within an hour that ends at a time of its own.
--
-- Each replica adds what it has let through, about once a second. Unlogged: not worth writing twice, and after a crash of
-- the database everybody begins again.
-- migrate: leaves request_counts (key, ends_at, requests)

create unlogged table request_counts (
  key varchar(100) not null,
  ends_at timestamptz not null,
  requests bigint not null,
  constraint pk_request_counts primary key (key, ends_at)
);

create index ix_request_counts_ends_at on request_counts (ends_at);
