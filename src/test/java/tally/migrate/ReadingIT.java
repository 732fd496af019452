package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands that only look print. */
class ReadingIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void atTheSecondOfThree() {
    project =
        new Project(folder)
            .threeTables()
            .revision("004_d", "delete from a;", "-- migrate: irreversible the rows are gone");
    project.migrate("upgrade", "002").exits(0);
  }

  @Test
  void baseHasNothingToShow() {
    project.migrate("show", "base").exits(3).says("there is nothing to show");
    project.migrate("downgrade", "base").exits(0);
    project.migrate("show", "current").exits(3).says("there is nothing to show");
  }

  @Test
  void historyMarksWhereTheDatabaseIsAndTakesRanges() {
    project
        .migrate("history", "-i")
        .exits(0)
        .prints(
            """
            003 -> 004 (head), d
            002 -> 003, c
            001 -> 002 (current), b
            <base> -> 001, a""");
    project
        .migrate("history", "-r", "-1:current")
        .exits(0)
        .prints("001 -> 002, b\n<base> -> 001, a");
    project.migrate("history", "-r", "current:+1").exits(0).prints("002 -> 003, c\n001 -> 002, b");
    project.migrate("history", "-r", "-1:").exits(0).prints("003 -> 004 (head), d\n002 -> 003, c");
    project.migrate("history", "-r", ":001").exits(0).prints("<base> -> 001, a");
  }

  @Test
  void anotherTableIsNotTakenForAVersionTable() {
    Run run = project.migrate("current", "--version-table", "a").exits(3);

    assertEquals(
        "The version table a cannot be read: column \"version_num\" does not exist. It needs a"
            + " column version_num, and our role the right to read it\n",
        run.err());
  }

  @Test
  void currentIsJsonToo() {
    project
        .migrate("current", "--json")
        .exits(0)
        .prints("{\"revision\":\"002\",\"description\":\"b\",\"head\":\"004\",\"atHead\":false}");
    project.migrate("current", "--check-heads").exits(3);
  }

  @Test
  void statusIsOneScreen() {
    project.migrate("stamp", "003").exits(0);
    project.file("001_a.up.sql", "create table a (id bigint);");

    Run run = project.migrate("status").exits(0);

    String shown = run.out().replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME");
    assertTrue(shown.contains("\nRevision  003, 1 pending\n"), shown);
    assertTrue(shown.contains("\nChanged   001_a.up.sql, since it was applied\n"), shown);
    assertTrue(shown.contains("\nApplied, newest first\n  003  c  TIME  stamped  by "), shown);
    assertTrue(shown.contains("\n  002  b  TIME  "), shown);
    assertTrue(shown.contains("\nPending, next first\n  004  d  (irreversible)\n"), shown);
  }

  @Test
  void statusIsJsonToo() {
    String out = project.migrate("status", "--json").exits(0).out();

    assertTrue(out.contains("\"revision\":\"002\",\"head\":\"004\",\"atHead\":false"), out);
    assertTrue(
        out.contains("\"applied\":[{\"revision\":\"001\",\"description\":\"a\",\"appliedAt\":\"20"),
        out);
    assertTrue(
        out.contains(
            "\"pending\":[{\"revision\":\"003\",\"description\":\"c\",\"irreversible\":null},"
                + "{\"revision\":\"004\",\"description\":\"d\",\"irreversible\":\"the rows are gone\"}]"),
        out);
  }

  @Test
  void changesAreJsonToo() {
    project
        .migrate("upgrade", "003", "--json")
        .exits(0)
        .prints(
            "{\"from\":\"002\",\"revision\":\"003\",\"ran\":[{\"revision\":\"003\",\"direction\":\"up\"}]}");
    project.migrate("stamp", "001", "--json").exits(0).prints("{\"revision\":\"001\"}");
    project.revision("002_b", "create tabel b;", "drop table b;");
    String error = project.migrate("upgrade", "--json").exits(4).out();
    assertTrue(
        error.startsWith("{\"error\":{\"code\":\"statement-failed\",\"exit\":4,\"message\":"),
        error);
    assertTrue(
        error.contains("\"file\":\"002_b.up.sql\",\"line\":1,\"column\":8,\"sqlState\":\"42601\","),
        error);
  }

  @Test
  void aDatabaseWithoutARevisionIsAtBase() {
    project.migrate("downgrade", "base").exits(0);

    project.migrate("current").exits(0).prints("");
    assertEquals(
        "{\"revision\":null,\"description\":null,\"head\":\"004\",\"atHead\":false}\n",
        project.migrate("current", "--json").out());
    assertTrue(project.migrate("status").exits(0).out().contains("Revision  base, 4 pending"));
  }
}
