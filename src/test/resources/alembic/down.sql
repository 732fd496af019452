BEGIN;

-- Running downgrade e5 -> d4

drop table posts;

UPDATE alembic_version SET version_num='d4' WHERE alembic_version.version_num = 'e5';

-- Running downgrade d4 -> c3

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'd4';

-- Running downgrade c3 -> b2

