package tally.migrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.revision.SqlTexts;

/** What is refused in a single file. */
class ScriptFaultsTest {
  private static final String NO_TRANSACTION = "-- migrate: no-transaction\n";

  @Test
  void transactionControlIsTheMigrators() {
    for (String sql :
        List.of(
            "begin",
            "BEGIN work",
            "start transaction",
            "commit",
            "commit prepared 'x'",
            "end",
            "rollback",
            "rollback to a",
            "abort",
            "savepoint a",
            "release a",
            "prepare transaction 'x'",
            "/* a */ Commit -- b\n",
            "set transaction read only",
            "set local transaction read only",
            "set session characteristics as transaction read only")) {
      for (String head : List.of("", NO_TRANSACTION)) {
        String fault = fault(head + "select 1;\n" + sql + ";");
        assertTrue(fault.contains("transactions are the migrator's"), fault);
        assertTrue(fault.startsWith("001_a.up.sql:" + (head.isEmpty() ? 2 : 3) + ": "), fault);
      }
    }
  }

  @Test
  void theSameWordsElsewhereAreText() {
    SqlTexts.up(
            """
            prepare start as select 1;
            do $$ begin commit; end $$;
            create table begin (rollback int);
            select 'commit; begin';
            set session authorization default;
            set local lock_timeout = '1s';
            create function f() returns int language sql begin atomic select 1; end;
            -- commit;
            """)
        .read();
  }

  @Test
  void whatWouldReleaseTheMigratorsLockIsRefused() {
    for (String sql :
        List.of(
            "discard all",
            "discard temp",
            "select pg_advisory_unlock_all()",
            "select PG_Advisory_Unlock_All()",
            "select 1, (select pg_catalog.\"pg_advisory_unlock_all\"())")) {
      String fault = fault(sql);
      assertTrue(fault.contains("the migrator's own lock"), fault);
    }
    SqlTexts.up("select 'pg_advisory_unlock_all()' /* pg_advisory_unlock_all() */").read();
  }

  @Test
  void whatCannotRunInATransactionNeedsTheDirective() {
    for (String sql :
        List.of(
            "create index concurrently on t (a)",
            "CREATE UNIQUE INDEX /* x */ CONCURRENTLY IF NOT EXISTS i ON t (a)",
            "drop index concurrently i",
            "reindex index concurrently i",
            "reindex (concurrently) table t",
            "reindex (verbose, concurrently true) table t",
            "reindex schema s",
            "reindex (verbose) database concurrently d",
            "reindex system d",
            "vacuum",
            "vacuum (analyze) t",
            "cluster",
            "cluster verbose",
            "cluster (verbose)",
            "create database d",
            "drop database d",
            "create tablespace s location '/data'",
            "drop tablespace s",
            "alter system set work_mem = '1MB'",
            "alter database \"d\" set tablespace s",
            "alter table a.t detach partition a.p concurrently",
            "create subscription s connection '' publication p",
            "alter subscription s refresh publication")) {
      String fault = fault("select 1;\n\n" + sql);
      assertTrue(fault.startsWith("001_a.up.sql:3: "), fault);
      assertTrue(fault.contains("cannot run in a transaction"), fault);
      assertFalse(SqlTexts.up(NO_TRANSACTION + sql).read().list().get(0).up().transactional());
    }
  }

  @Test
  void whatCanRunInATransactionDoesNot() {
    for (String sql :
        List.of(
            "create index on t (a)",
            "create unique index concurrently_1 on t (concurrently_1)",
            "create table \"concurrently\" (a int)",
            "drop index i",
            "reindex table t",
            "reindex (concurrently false) table t",
            "reindex index system",
            "refresh materialized view concurrently v",
            "cluster t",
            "cluster (verbose) t using i",
            "cluster verbose t",
            "analyze",
            "alter database d set work_mem = '1MB'",
            "alter table t detach partition p",
            "alter table t detach partition p finalize",
            "alter table t add detach int",
            "alter type e add value 'x'",
            "alter subscription s disable",
            "create subscription s connection '' publication p with (create_slot = false)",
            "create role vacuum",
            "comment on database d is 'create database'")) {
      assertTrue(SqlTexts.up(sql).read().list().get(0).up().transactional());
    }
  }

  @Test
  void stringsKeepTheirMeaning() {
    assertTrue(fault("set standard_conforming_strings = off").contains("stays on"));
    assertTrue(fault("set local standard_conforming_strings to 'off'").contains("stays on"));
    SqlTexts.up("SET standard_conforming_strings = on; set standard_conforming_strings to default")
        .read();
  }

  @Test
  void theServerIsNotToldOfAnotherEncoding() {
    assertTrue(fault("set client_encoding = 'latin1'").contains("stays UTF8"));
    assertTrue(fault("set local client_encoding to sql_ascii").contains("stays UTF8"));
    assertTrue(fault("set names 'latin1'").contains("stays UTF8"));
    SqlTexts.up("SET client_encoding = 'UTF8'; set names 'utf-8'; set client_encoding to default")
        .read();
  }

  @Test
  void commandsOfPsqlAreRefused() {
    assertEquals(
        List.of(
            "001_a.up.sql:1: a backslash command of psql is no SQL: only psql understands it",
            "001_a.up.sql:3: a backslash command of psql is no SQL: only psql understands it"),
        SqlTexts.up("\\set x 'it\nselect 1;\nselect 2 \\gexec\n").faults());
  }

  @Test
  void copyToTheClientHasNoReader() {
    assertTrue(fault("copy t to stdout").contains("COPY … TO STDOUT"));
    assertTrue(fault("copy (select 1) to stdout with (format csv)").contains("COPY … TO STDOUT"));
  }

  @Test
  void whatIsOpenedIsClosed() {
    assertEquals("001_a.up.sql:2: this string is never closed", fault("select 1;\nselect 'a\n;"));
    assertEquals("001_a.up.sql:1: this string is never closed", fault("select e'a\\'"));
    assertEquals("001_a.up.sql:1: this string is never closed", fault("select u&'a;\n"));
    assertEquals("001_a.up.sql:1: this string is never closed", fault("select e'a'\n'"));
    assertEquals("001_a.up.sql:1: this string is never closed", fault("select e'\\"));
    assertEquals("001_a.up.sql:1: this quoted name is never closed", fault("select \"a\"\""));
    assertEquals("001_a.up.sql:2: this comment is never closed", fault("select 1;\n/* /* */"));
    assertEquals(
        "001_a.up.sql:1: the string opened with $a$ is never closed", fault("do $a$ $$ $A$"));
    assertEquals(
        "001_a.up.sql:2: this parenthesis is never closed", fault("select\n(1, (2); select 1"));
    assertEquals(
        "001_a.up.sql:2: the BEGIN ATOMIC of this statement has no END",
        fault("\ncreate function f() begin atomic select case when 1=1 then 2 end;"));
  }

  @Test
  void theRowsOfCopyEnd() {
    String missing = "a line with nothing but \\. is missing";
    assertTrue(fault("copy t from stdin;\n1\n").endsWith(missing));
    assertTrue(fault("copy t from stdin").endsWith(missing));
    assertTrue(fault("select 1;\ncopy t from stdin;\n\\. \n").startsWith("001_a.up.sql:2: "));
    assertTrue(fault("copy t from stdin; select 1;\n\\.\n").contains("begins on the next line"));
    assertTrue(
        fault("copy t from stdin; -- x\rselect 1;\n\\.\n").contains("begins on the next line"));
  }

  @Test
  void aFileIsUtf8() {
    byte[] latin1 = {'s', 'e', 'l', '\n', '\'', (byte) 0xE9, '\''};
    assertEquals(
        List.of("001_a.up.sql:2: is not UTF-8: save the file in that encoding"),
        new SqlTexts().file("001_a.up.sql", latin1).file("001_a.down.sql", "select 1").faults());
    assertEquals("001_a.up.sql:2: contains a NUL character: remove it", fault("select\n'\0'"));
    SqlTexts.up("select 'é😀\uFFFD'").read();
  }

  @Test
  void aFileHasAStatement() {
    assertEquals("001_a.up.sql:1: has no statement: write one", fault("-- later\n;"));
    assertEquals(
        List.of(
            "001_a.down.sql:1: has no statement: write the way back, or"
                + " '-- migrate: irreversible REASON'"),
        SqlTexts.down("").faults());
  }

  @Test
  void anIrreversibleFileGivesItsReasonAndNothingElse() {
    Script down =
        SqlTexts.down("-- Why.\n-- migrate: irreversible rows are gone; restore them\n")
            .read()
            .list()
            .get(0)
            .down();
    assertEquals("rows are gone; restore them", down.irreversible());
    assertEquals("Why.", down.comment());
    assertEquals(List.of(), down.statements());

    assertTrue(
        downFault("-- migrate: irreversible x\n\nselect 1").startsWith("001_a.down.sql:3: "));
    assertTrue(downFault("-- migrate: irreversible").contains("needs a reason"));
    assertTrue(
        downFault("-- migrate: irreversible x\n-- migrate: irreversible y").contains("twice"));
    assertTrue(
        downFault("-- migrate: irreversible x\n-- migrate: no-transaction")
            .contains("nothing to run"));
    assertTrue(
        fault("-- migrate: irreversible x\nselect 1;").contains("belongs into 001_a.down.sql"));
  }

  @Test
  void aRevisionMayHaveAnIdOfItsOwn() {
    String longest = "12345678901234567890123456789012";
    for (String id : List.of("ae1027a6acf", longest, "Ünï_code.1")) {
      var revision = SqlTexts.up("-- migrate: revision " + id + "\nselect 1").read().list().get(0);
      assertEquals(id, revision.id());
      assertEquals(1, revision.number());
    }
    for (String id :
        List.of(
            longest + "3", "a@b", "a-b", "+1", "a:b", "a b", "head", "heads", "base", "current")) {
      assertTrue(fault("-- migrate: revision " + id + "\nselect 1").contains("'" + id + "'"), id);
    }
    assertTrue(fault("-- migrate: revision\nselect 1").contains("needs an id"));
    assertTrue(fault("-- migrate: revision a\n-- migrate: revision b\nselect 1").contains("twice"));
    assertTrue(downFault("-- migrate: revision a\nselect 1").contains("belongs into 001_a.up.sql"));
  }

  @Test
  void directivesStandAtTheHeadOnLinesOfTheirOwn() {
    assertTrue(fault("select 1;\n-- migrate: no-transaction\n").contains("at the head"));
    assertTrue(fault("select 1; -- migrate: ignore a b\nselect 2").contains("a line to itself"));
    assertTrue(fault("select\n-- migrate: ignore a b\n1").contains("a line to itself"));
    assertTrue(fault("-- migrate: no-transaction please\nselect 1").contains("stands alone"));
    assertTrue(fault(NO_TRANSACTION + NO_TRANSACTION + "select 1").contains("twice"));
  }

  @Test
  void anUnknownDirectiveIsAFault() {
    assertTrue(fault("-- migrate: notransaction\nselect 1").contains("'notransaction'"));
    assertTrue(fault("--MIGRATE:  No-Transaction\nselect 1").contains("'No-Transaction'"));
    assertTrue(fault("-- migrate:\nselect 1").contains("unknown directive ''"));
    assertNull(
        SqlTexts.up("-- migrate users\nselect 1").read().list().get(0).down().irreversible());
  }

  @Test
  void anIgnoredFindingNeedsAReasonAndAStatement() {
    assertTrue(fault("-- migrate: ignore\nselect 1").contains("needs a rule and a reason"));
    assertTrue(fault("-- migrate: ignore a\nselect 1").contains("needs a rule and a reason"));
    assertTrue(fault("select 1;\n-- migrate: ignore a b\n").startsWith("001_a.up.sql:2: "));
  }

  @Test
  void everyFaultOfAFileIsReported() {
    assertEquals(
        List.of(2, 3, 4, 5), SqlTexts.up("select 1;\ncommit;\nvacuum;\n\\x\nselect 'a").lines());
  }

  private static String fault(String up) {
    List<String> faults = SqlTexts.up(up).faults();
    assertEquals(1, faults.size(), faults.toString());
    return faults.get(0);
  }

  private static String downFault(String down) {
    List<String> faults = SqlTexts.down(down).faults();
    assertEquals(1, faults.size(), faults.toString());
    return faults.get(0);
  }
}
