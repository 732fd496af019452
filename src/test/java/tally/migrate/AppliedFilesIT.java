package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and a database that no longer fit. */
class AppliedFilesIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(folder);
  }

  @Test
  void whereNothingWasChangedThereIsNothingToAccept() {
    project.threeTables().migrate("upgrade").exits(0);

    project.migrate("accept", "001", "why not").exits(0).says("nothing to accept");

    assertEquals(
        "0", project.query("select count(*) from migrator.log where direction = 'accept'"));
  }

  @Test
  void aChangedUpFileIsRefusedAlsoAtHead() {
    project.threeTables();
    project.migrate().exits(0);
    project.file("002_b.up.sql", "create table b (id bigint);");

    project.migrate().exits(8).says("002_b.up.sql");

    project.file("002_b.up.sql", "create table b (id int);").migrate().exits(0);
  }

  @Test
  void aChangedDownFileOnlyWarns() {
    project.threeTables();
    project.migrate().exits(0);
    project.file("003_c.down.sql", "drop table if exists c;");

    project.migrate("downgrade", "-1").exits(0).says("Warning: 003_c.down.sql");

    project.file("003_c.up.sql", "create table c (id bigint);").migrate().exits(0);
  }

  @Test
  void aFileThatComesLateIsRefused() {
    project
        .revision("001_a", "-- migrate: revision aa\ncreate table a (id int);", "drop table a;")
        .revision("002_b", "-- migrate: revision bb\ncreate table b (id int);", "drop table b;");
    project.migrate().exits(0);
    assertTrue(
        folder.resolve("002_b.up.sql").toFile().renameTo(folder.resolve("003_b.up.sql").toFile()));
    assertTrue(
        folder
            .resolve("002_b.down.sql")
            .toFile()
            .renameTo(folder.resolve("003_b.down.sql").toFile()));
    project.revision("002_late", "create table late (id int);", "drop table late;");

    project.migrate().exits(3).says("002 came late");
  }

  @Test
  void aDatabaseOfALaterReleaseIsLeftAlone() {
    project.threeTables();
    project.migrate().exits(0);
    project.execute("update alembic_version set version_num = '007'");

    project
        .migrate()
        .exits(3)
        .prints("FAILED: Can't locate revision identified by '007'")
        .says("later than these files");
    project.migrate("current").exits(3);
    assertEquals("007", project.version());
  }

  @Test
  void severalVersionsAtOnceAreRefusedUntilPurged() {
    project.threeTables();
    project.migrate().exits(0);
    project.execute("insert into alembic_version values ('001')");

    project.migrate().exits(3).says("2 rows");
    project.migrate("stamp", "head").exits(3);
    project.migrate("stamp", "--purge", "head").exits(0);

    assertEquals("003", project.version());
  }
}
