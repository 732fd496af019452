BEGIN;

-- Running downgrade b2 -> 3f2a9c1b7e55

COMMIT;

drop index concurrently ix_people_mail;

BEGIN;

ALTER TABLE people DROP COLUMN mail;

UPDATE alembic_version SET version_num='3f2a9c1b7e55' WHERE alembic_version.version_num = 'b2';

-- Running downgrade 3f2a9c1b7e55 -> 

drop function greet();

DROP TABLE people;

DELETE FROM alembic_version WHERE alembic_version.version_num = '3f2a9c1b7e55';

DROP TABLE alembic_version;

COMMIT;

