package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release replaces the one before it, with migrations in between, while users work.
 *
 * <p>The next release is this jar with more migrations in it, of each kind that the README allows
 * while the older one runs. The older one is this jar, too, unless {@code -Dprevious.jar} names
 * that of an earlier commit, as {@code scripts/upgrade} does.
 */
class RollingUpgradeIT {
  private static final Path PREVIOUS =
      Path.of(System.getProperty("previous.jar", "target/app.jar")).toAbsolutePath();

  /** Names and up files; the ups of later ones may use what earlier ones have made. */
  private static final List<Map.Entry<String, String>> MIGRATIONS =
      List.of(
          Map.entry(
              "add_columns",
              """
              alter table tasks add column priority smallint not null default 0;
              alter table tasks add column due_at timestamptz;
              """),
          Map.entry(
              "fill_and_constrain",
              """
              -- migrate: no-transaction
              update tasks set due_at = created_at where due_at is null;
              alter table tasks add constraint ck_tasks_priority check (priority >= 0) not valid;
              alter table tasks validate constraint ck_tasks_priority;
              create index concurrently ix_tasks_owner_id_due_at on tasks (owner_id, due_at);
              """),
          Map.entry(
              "add_labels",
              """
              create table labels (
                task_id uuid not null references tasks (id) on delete cascade,
                name text not null,
                primary key (task_id, name)
              );
              """),
          Map.entry(
              "write_both",
              """
              alter table messages add column body text;
              create function copy_content() returns trigger language plpgsql as $$
              begin
                new.body = new.content;
                return new;
              end $$;
              create trigger tr_messages_body before insert on messages
                for each row execute function copy_content();
              """));

  @TempDir private Path folder;

  @Test
  void aReleaseIsReplacedByTheNextOneWithoutAFailedRequest() throws Exception {
    var next = nextRelease();
    var settings = settings(TestPostgres.emptyDatabase());
    run(PREVIOUS, settings, "migrate");
    run(next, Map.of(), "migrate", "lint");

    try (var oldA = JarProcess.startJar(PREVIOUS, settings);
        var oldB = JarProcess.startJar(PREVIOUS, settings);
        var load = UpgradeLoad.on(oldA.address(), oldB.address())) {
      load.awaitRequests(100);
      run(next, settings, "migrate");
      load.awaitRequests(100);
      var ready = new TestClient(oldA.address(), Map.of()).get("/readyz");
      assertEquals(200, ready.status(), ready::body);

      try (var newA = JarProcess.startJar(next, settings);
          var newB = JarProcess.startJar(next, settings)) {
        replace(load, oldA, newA);
        replace(load, oldB, newB);
        assertEquals(List.of(), load.end());
      }
    }
  }

  private static void replace(UpgradeLoad load, JarProcess before, JarProcess after)
      throws InterruptedException {
    var address = before.address();
    load.add(after.address());
    load.awaitRequests(50);
    before.terminate();
    // As a proxy finds out. Whoever comes until then is served; what the system has not handed over
    // when it stops to listen is reset.
    var client = new TestClient(address, Map.of());
    for (int i = 0; i < 1000 && client.get("/readyz").status() == 200; i++) {
      Thread.sleep(10);
    }
    load.remove(address);
    assertEquals(0, before.exitCode(), before::err);
    load.awaitRequests(50);
  }

  private static void run(Path jar, Map<String, String> settings, String... arguments)
      throws InterruptedException {
    try (var command = JarProcess.startJar(jar, settings, arguments)) {
      assertEquals(0, command.exitCode(), () -> command.out() + command.err());
    }
  }

  /** This jar, and in it some migrations more. */
  private Path nextRelease() throws IOException {
    var jar = Files.copy(Path.of("target", "app.jar"), folder.resolve("next.jar"));
    try (var files = FileSystems.newFileSystem(jar)) {
      var sql = files.getPath("sql");
      var index = Files.readString(sql.resolve("INDEX")).strip();
      var names = List.of(index.split("\n"));
      int number = Integer.parseInt(names.get(names.size() - 1).substring(0, 3));
      assertTrue(names.size() == 2 * number, index);
      var more = new StringBuilder(index);
      for (var migration : MIGRATIONS) {
        number++;
        var name = "%03d_%s".formatted(number, migration.getKey());
        Files.writeString(sql.resolve(name + ".up.sql"), migration.getValue());
        Files.writeString(
            sql.resolve(name + ".down.sql"), "-- migrate: irreversible it is only a test\n");
        more.append("\n%1$s.down.sql\n%1$s.up.sql".formatted(name));
      }
      Files.writeString(sql.resolve("INDEX"), more);
    }
    return jar;
  }

  private static Map<String, String> settings(String databaseUrl) {
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", databaseUrl);
    settings.put("JWT_SECRET", TestApp.SECRET);
    settings.put("HOST", "127.0.0.1");
    settings.put("PORT", "0");
    settings.put("BCRYPT_COST", "10");
    settings.put("LOG_LEVEL", "warn");
    settings.put("DB_POOL_SIZE", "4");
    settings.put("RATE_LIMIT_USER", "0");
    settings.put("RATE_LIMIT_ADDRESS", "0");
    return settings;
  }
}
