-- What the search indexes of 013 are made with: pg_trgm finds a text within a text, btree_gin lets such an index begin with
-- the owner.
--
-- Both come with PostgreSQL, and whoever owns the database may add them. Where the role that migrates may not, somebody
-- who may does it once, and this finds them there:
--   create extension if not exists pg_trgm; create extension if not exists btree_gin;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;
