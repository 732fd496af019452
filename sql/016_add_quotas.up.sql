-- What a user or an address has used of its requests, for all replicas together: at full_at none of it is used any longer.
--
-- Unlogged: not worth writing twice, and after a crash of the database everybody begins again. Without an index on the
-- time, and with room in each page, a change leaves no other trace than the row. request_counts, which it takes the place
-- of, goes with a later revision: servers of the release before still write there.
-- migrate: leaves quotas (key, full_at)

create unlogged table quotas (
  key varchar(100) not null,
  full_at timestamptz not null,
  constraint pk_quotas primary key (key)
) with (fillfactor = 50);
