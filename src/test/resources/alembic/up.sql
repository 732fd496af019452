BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 3f2a9c1b7e55

CREATE TABLE people (
    id BIGSERIAL NOT NULL, 
    name VARCHAR(50) DEFAULT 'it''s; -- all' NOT NULL, 
    PRIMARY KEY (id)
);

create function greet() returns text language plpgsql as $$ begin return 'COMMIT;'; end $$;

insert into people (name) values ('BEGIN; 100%');

INSERT INTO alembic_version (version_num) VALUES ('3f2a9c1b7e55') RETURNING alembic_version.version_num;

-- Running upgrade 3f2a9c1b7e55 -> b2

ALTER TABLE people ADD COLUMN mail TEXT;

COMMIT;

create index concurrently ix_people_mail on people (mail);

BEGIN;

comment on table people is 'everybody';

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = '3f2a9c1b7e55';

-- Running upgrade b2 -> c3

update people set mail = null;

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'b2';

-- Running upgrade c3 -> d4

UPDATE alembic_version SET version_num='d4' WHERE alembic_version.version_num = 'c3';

-- Running upgrade d4 -> e5

create table posts (id int);

create index ix_posts_id on posts (id);

-- Running upgrade x -> y
insert into posts values (1); insert into posts values (2);

UPDATE alembic_version SET version_num='e5' WHERE alembic_version.version_num = 'd4';

COMMIT;

