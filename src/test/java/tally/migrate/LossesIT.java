package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a downgrade says that it takes away. */
class LossesIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void makeProject() {
    project = new Project(folder);
  }

  @Test
  void rowsThatGoAlongByForeignKeysAreListedToo() {
    project
        .revision(
            "001_a",
            """
            create table a (id int primary key);
            create table b (id int primary key references a on delete cascade);
            create table c (id int references b);
            insert into a values (1), (2); insert into b values (1), (2); insert into c values (1);
            """,
            "drop table a, b, c;")
        .revision("002_b", "select 1;", "delete from a;")
        .revision("003_c", "select 1;", "truncate a cascade;")
        .migrate()
        .exits(0);

    project
        .migrate("downgrade", "002", "--dry-run")
        .exits(0)
        .says("loses at least:\n  all rows of a: 2 rows");
    Run run = project.migrate("downgrade", "002").exits(0);
    assertEquals(
        """
        Warning: Going back from 003 to 002 loses at least:
          all rows of a: 2 rows
          all rows of b: 2 rows
          all rows of c: 1 row
        Running downgrade 003 -> 002, c
        """,
        run.err());
    project.execute("insert into a values (1); insert into b values (1)");
    run = project.migrate("downgrade", "001").exits(0);
    assertEquals(
        """
        Warning: Going back from 002 to 001 loses at least:
          all rows of a: 1 row
          all rows of b: 1 row
        Running downgrade 002 -> 001, b
        """,
        run.err());
  }

  @Test
  void tablesAndColumnsAreListedWithWhatIsInThem() {
    project
        .revision(
            "001_a",
            """
            create table a (id int, note text, b text);
            insert into a select i, case when i > 3 then 'x' end from generate_series(1, 1204) i;
            create schema s create table "T" (id int);
            insert into s."T" values (1);
            """,
            "drop table a; drop schema s cascade;")
        .revision("002_b", "select 1;", "alter table a drop note, drop column nowhere;")
        .migrate()
        .exits(0);

    Run run = project.migrate("downgrade", "001").exits(4);
    assertEquals(
        """
        Warning: Going back from 002 to 001 loses at least:
          column a.note: 1,201 values
        Running downgrade 002 -> 001, b
        """,
        run.err().substring(0, run.err().indexOf("002_b.down.sql")));
    project.file("002_b.down.sql", "alter table a drop note;");

    run = project.migrate("downgrade", "base", "--yes").exits(0);
    assertEquals(
        """
        Warning: 002_b.down.sql is not what it was when its up file was applied
        Warning: Going back from 002 to base loses at least:
          table a: 1,204 rows
          table s."T": 1 row
        Running downgrade 002 -> 001, b
        Running downgrade 001 -> , a
        """,
        run.err());
  }

  @Test
  void manyTablesAreSummedUpTheGreatestFirstAndTheEmptyOnesCounted() {
    var up = new StringBuilder("create table e1 (id int); create table e2 (id int, gone int);\n");
    var down = new StringBuilder("truncate e1; drop table e1; alter table e2 drop gone;\n");
    for (int i = 1; i <= 12; i++) {
      up.append("create table t" + i + " as select from generate_series(1, " + i + ");\n");
      down.append("drop table t" + i + ";\n");
    }
    project.revision("001_a", up.toString(), down.toString()).migrate().exits(0);

    Run run = project.migrate("downgrade", "base").exits(0);

    assertEquals(
        """
        Warning: Going back from 001 to base loses at least:
          table t12: 12 rows
          table t11: 11 rows
          table t10: 10 rows
          table t9: 9 rows
          table t8: 8 rows
          table t7: 7 rows
          table t6: 6 rows
          table t5: 5 rows
          table t4: 4 rows
          and 3 more tables or columns
          1 empty table
          1 empty column
        Running downgrade 001 -> , a
        """,
        run.err());
  }

  @Test
  void whatIsNotThereIsNotLost() {
    project
        .revision("001_a", "select 1;", "drop table if exists a; drop index if exists i;")
        .migrate()
        .exits(0);

    assertFalse(project.migrate("downgrade", "base").exits(0).err().contains("loses"));
  }

  @Test
  void manyRowsAreEstimatedByTheServer() {
    project
        .revision(
            "001_a",
            """
            create table a (id int, note text) with (autovacuum_enabled = off);
            insert into a select i, 'x' from generate_series(1, 150000) i;
            """,
            "drop table a;")
        .revision("002_b", "select 1;", "alter table a drop note;")
        .migrate()
        .exits(0);

    project
        .migrate("downgrade", "001")
        .exits(0)
        .says("  column a.note: more than 100,000 values\n");
    project.execute("analyze a");
    project.migrate("downgrade", "base").exits(0).says("  table a: about 150,000 rows\n");
  }

  @Test
  void nobodyIsWaitedForToCount() throws SQLException {
    project.revision("001_a", "create table a (id int);", "drop table a;").migrate().exits(0);
    try (Connection other = project.connect();
        Statement statement = other.createStatement()) {
      statement.execute("begin; lock table a");

      project
          .migrate("downgrade", "base", "--lock-timeout", "100ms", "--retries", "0")
          .exits(7)
          .says("  table a: ");
    }
    assertEquals("001", project.version());
  }

  @Test
  void rowsThatAPolicyHidesAreNotLeftOut() {
    project
        .revision(
            "001_a",
            """
            create table a (id int);
            insert into a values (1), (2);
            alter table a enable row level security;
            alter table a force row level security;
            """,
            "drop table a;")
        .migrate()
        .exits(0);

    String err = project.migrate("downgrade", "base").exits(0).err();

    // A superuser sees them.
    assertTrue(err.matches("(?s).*  table a: (2|an unknown number of) rows\n.*"), err);
  }

  @Test
  void aScratchDatabaseHasNothingToLose() {
    project.revision("001_a", "create table a (id int);", "drop table a;");

    assertFalse(project.migrate("verify").exits(0).err().contains("loses"));
  }
}
