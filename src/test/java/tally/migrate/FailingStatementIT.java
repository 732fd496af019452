package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said and what is left when a statement fails. */
class FailingStatementIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void aFailingStatementLeavesExactlyTheFilesBeforeIt() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision(
            "002_b",
            "create table b (id int);\n\ninsert into b\n  values (1), ('ä', nonsense);\n",
            "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;");

    Run run = project.migrate().exits(4);

    run.says("002_b.up.sql:4:21: ERROR 42703 column \"nonsense\" does not exist");
    run.says(
        "  3 | insert into b\n  4 |   values (1), ('ä', nonsense)\n    |                     ^");
    run.says("Now at 001; 002 was rolled back.");
    assertEquals("a", project.tables());
    assertEquals("001", project.version());
    assertEquals(
        "001|done\n002|failed",
        project.query("select revision, status from migrator.log order by id"));
  }

  @Test
  void theFirstOfManyStatementsIsToldFromTheLast() {
    project.revision(
        "001_a",
        "create table a (id int);\n".repeat(1)
            + "insert into a values (1);\n".repeat(600)
            + "  select 1/0;\n"
            + "insert into a values (1);\n".repeat(600),
        "drop table a;");

    project.migrate().exits(4).says("001_a.up.sql:602:3: ERROR 22012 division by zero");

    assertEquals("", project.tables());
  }

  @Test
  void anErrorAtCommitIsRolledBackToo() {
    project.revision(
        "001_a",
        "create table a (id int primary key, other int references a deferrable initially deferred);"
            + "insert into a values (1, 2);",
        "drop table a;");

    project
        .migrate()
        .exits(4)
        .says("001_a.up.sql (at commit): ERROR 23503")
        .says("Now at base; 001 was rolled back.");

    assertEquals("", project.tables());
    assertEquals("", project.version());
  }

  @Test
  void aFailingCopyIsRolledBack() {
    project.revision(
        "001_a", "create table a (id int);\ncopy a from stdin;\n1\nx\n\\.\n", "drop table a;");

    project.migrate().exits(4).says("001_a.up.sql:2:1: ERROR 22P02").says("COPY a, line 2");

    assertEquals("", project.tables());
  }
}
