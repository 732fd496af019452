package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way an upgrade and a downgrade go, and how far. */
class UpgradeIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void withoutACommandItUpgradesToHead() {
    project.threeTables();

    project.migrate().exits(0).says("Running upgrade 002 -> 003, c").prints("");

    assertEquals("a b c", project.tables());
    assertEquals("003", project.version());
  }

  @Test
  void everyKindOfRevisionLeadsToItsPlace() {
    project.threeTables();

    project.migrate("upgrade", "+1").exits(0);
    assertEquals("001", project.version());
    project.migrate("upgrade", "001+2").exits(0);
    assertEquals("003", project.version());
    project.migrate("downgrade", "-2").exits(0);
    assertEquals("001", project.version());
    project.migrate("upgrade", "head-1").exits(0);
    assertEquals("002", project.version());
    project.migrate("downgrade", "base").exits(0);
    assertEquals("", project.version());
    assertEquals("", project.tables());
  }

  @Test
  void whatCannotBeUndoneIsSaidBeforeItRunsWhereSomethingMayBeLost() {
    project.threeTables().file("002_b.down.sql", "-- migrate: irreversible no rows come back");
    var warning = "Warning: 002 cannot be undone: no rows come back. The only way back is a backup";

    project.migrate("upgrade", "001").exits(0);
    project
        .migrate("upgrade", "--dry-run")
        .exits(0)
        .says(warning)
        .says("Running upgrade 001 -> 002");
    var run = project.migrate("upgrade").exits(0).says(warning);
    assertTrue(run.err().indexOf(warning) < run.err().indexOf("Running upgrade 001"), run::err);

    var anew = new Project(folder).migrate("upgrade").exits(0);
    assertFalse(anew.err().contains("Warning"), anew::err);
  }

  @Test
  void anAmbiguousBeginningOfAnIdListsTheCandidates() {
    project.threeTables();

    project
        .migrate("upgrade", "00")
        .exits(3)
        .prints("FAILED: Multiple revisions start with '00': '001', '002', '003'");
  }

  @Test
  void anUpgradeToAnEarlierRevisionSaysSo() {
    project.threeTables();
    project.migrate().exits(0);

    project.migrate("upgrade", "001").exits(0).prints("").says("later than 001");

    assertEquals("003", project.version());
  }

  @Test
  void anIrreversibleStepIsRefusedBeforeAnythingRuns() {
    project
        .threeTables()
        .revision("004_d", "delete from a;", "-- migrate: irreversible the rows are gone")
        .revision("005_e", "create table e (id int);", "drop table e;");
    project.migrate().exits(0);

    project
        .migrate("downgrade", "base")
        .exits(5)
        .says("004 cannot be undone: the rows are gone")
        .says("restore from a backup taken before 004");

    assertEquals("005", project.version());
    assertEquals("a b c e", project.tables());
  }
}
