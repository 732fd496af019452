package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar behind a real PgBouncer. */
class PoolerIT {
  @TempDir private Path folder;
  @TempDir private Path bouncers;
  private Project project;

  @BeforeEach
  void project() {
    assumeTrue(PgBouncer.isInstalled());
    project = new Project(folder).threeTables();
  }

  @Test
  void inTransactionModeItIsRefusedAndTheDirectAddressIsTaken() throws IOException {
    try (var bouncer = PgBouncer.start(bouncers, project.url(), "transaction", "")) {
      assertRefused(bouncer);

      var both = Map.of("DATABASE_URL", bouncer.url(), "MIGRATE_DATABASE_URL", project.url());
      new MigrateJar(both).run(folder).exits(0);
    }
    assertEquals("a b c", project.tables());
  }

  @Test
  void oneThatPassesOverWhatItDoesNotKnowIsRefusedToo() throws IOException {
    for (String mode : new String[] {"transaction", "statement", "session"}) {
      try (var bouncer = PgBouncer.start(bouncers, project.url(), mode, "extra_float_digits")) {
        assertRefused(bouncer);
      }
    }
  }

  private void assertRefused(PgBouncer bouncer) {
    var pooled = new MigrateJar(Map.of("DATABASE_URL", bouncer.url()));
    for (String command : new String[] {"upgrade", "stamp"}) {
      pooled
          .run(folder, command, "head")
          .exits(6)
          .says("goes through a pooler")
          .says("MIGRATE_DATABASE_URL");
    }
    assertEquals(
        "0",
        project.query(
            "select count(*) from pg_class where relnamespace in ('public'::regnamespace,"
                + " to_regnamespace('migrator'))"));
  }
}
