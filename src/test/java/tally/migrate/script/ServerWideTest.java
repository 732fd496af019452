package tally.migrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes more than one database. */
class ServerWideTest {
  private static @Nullable String of(String sql) {
    return ServerWide.of(new SqlStatement(sql, 1, 1, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "create role app login|CREATE ROLE",
        "Alter /* now */ User app password 'x'|ALTER USER",
        "drop group if exists g|DROP GROUP",
        "alter database shop set timezone = 'UTC'|ALTER DATABASE",
        "alter system set work_mem = '1GB'|ALTER SYSTEM",
        "drop tablespace fast|DROP TABLESPACE",
        "create subscription s connection '' publication p|CREATE SUBSCRIPTION",
        "grant readers to ann|GRANT of a role",
        "revoke admin option for readers from ann|REVOKE of a role",
        "grant connect on database shop to ann|GRANT ON DATABASE",
        "revoke set on parameter work_mem from ann|REVOKE ON PARAMETER",
        "comment on role ann is 'x'|COMMENT ON ROLE",
        "security label on database shop is 'x'|SECURITY ON DATABASE",
        "reassign owned by ann to bob|REASSIGN OWNED",
        "drop owned by ann|DROP OWNED",
        "copy t (a) to '/tmp/t'|COPY TO",
        "copy (select 1 from t) to program 'mail'|COPY TO",
        "copy t from program 'curl x'|COPY FROM PROGRAM",
        "do $$ begin if true then create  role app; end if; end $$|CREATE ROLE",
        "do $$ begin execute 'Alter Database shop set x = 1'; end $$|ALTER DATABASE",
        "do $$ begin perform current_database(); drop user app; end $$|DROP USER",
        "do 'begin execute ''drop role x''; end'|DROP ROLE",
        "do $$ begin loop /* x */ grant readers to ann; end loop; end $$|GRANT of a role",
        "do $$ begin if a then b; else execute format('drop role %I', r); end if; end $$|DROP ROLE",
        "do $$ begin execute 'grant connect on database ' || d || ' to a'; end $$|GRANT ON DATABASE",
        "do $$ begin /* current_database */ alter database d set x = 1; end $$|ALTER DATABASE",
        "do $$ begin perform current_database(); drop database d; end $$|DROP DATABASE",
        "do language plpgsql $a$ begin do $b$ begin create role r; end $b$; end $a$|CREATE ROLE"
      })
  void isNamed(String sql, String what) {
    assertEquals(what, of(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table role (user_id int)",
        "create user mapping for ann server s",
        "alter table t owner to ann",
        "grant select on t to ann",
        "grant select (id) on \"database\" to ann",
        "grant select on subscription to ann",
        "grant select on system, t to ann",
        "grant select on database, t to ann",
        "grant select on database.t to ann",
        "revoke select on parameter from ann",
        "grant select on role to ann",
        "revoke all on all tables in schema s from ann",
        "comment on table t is 'drop role x'",
        "copy t from '/tmp/t'",
        "create function f() returns void language plpgsql as 'begin create role app; end'",
        "do $$ begin create user mapping for ann server s; end $$",
        "do $$ begin execute format('alter database %I set x = 1', current_database()); end $$",
        "do $$ begin execute 'ALTER DATABASE ' || CURRENT_DATABASE() || ' set x = 1'; end $$",
        "do $$ declare d text := Current_Database(); begin execute format('grant connect on"
            + " database %I to a', d); end $$",
        "do $$ begin -- drop role x\n perform 1; /* create database d; */ end $$",
        "do $$ begin raise notice 'drop role x'; insert into t values ('; drop role x'); end $$",
        "insert into t values ('alter system')",
        "(select 1)"
      })
  void staysWithinItsDatabase(String sql) {
    assertNull(of(sql));
  }
}
