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
  void itIsRefusedInEveryMode() throws IOException {
    for (String mode : new String[] {"transaction", "session", "statement"}) {
      try (var bouncer = PgBouncer.start(bouncers, project.url(), mode)) {
        assertRefused(bouncer.url());
      }
    }
  }

  @Test
  void whatItRefusesItselfIsRecognised() throws IOException {
    try (var bouncer = PgBouncer.start(bouncers, project.url(), "transaction")) {
      assertRefused(bouncer.url() + "&options=-c%20jit%3Doff");
    }
  }

  @Test
  void theDirectAddressGoesBeforeIt() throws IOException {
    try (var bouncer = PgBouncer.start(bouncers, project.url(), "transaction")) {
      var both = Map.of("DATABASE_URL", bouncer.url(), "MIGRATE_DATABASE_URL", project.url());

      new MigrateJar(both).run(folder).exits(0);
    }
    assertEquals("a b c", project.tables());
  }

  private void assertRefused(String url) {
    var pooled = new MigrateJar(Map.of("DATABASE_URL", url));
    for (String command : new String[] {"upgrade", "stamp"}) {
      pooled
          .run(folder, command, "head")
          .exits(6)
          .says("goes through a pooler")
          .says("MIGRATE_DATABASE_URL");
    }
    pooled.run(folder, "verify").exits(6).says("goes through a pooler");
    assertEquals(
        "0",
        project.query(
            "select count(*) from pg_class where relnamespace in ('public'::regnamespace,"
                + " to_regnamespace('migrator'))"));
  }
}
