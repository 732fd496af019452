package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar, killed at random moments, again and again, on its way through many files. A failure
 * names its seed: {@code -Dseed=…} chooses the same moments.
 */
class KilledIT {
  private static final int FILES = 60;
  private static final int KILLS = 20;
  private static final int FEWEST_KILLS = 5;
  private static final long KILLS_FOR_NANOS = 40_000_000_000L;
  private static final long BLOCKS_AT_MOST_NANOS = 5_000_000_000L;

  /** Everything of ours that a killed migrator could leave behind in the server. */
  private static final String LEFT_BEHIND =
      """
      select (select count(*) from pg_stat_activity
          where datname = current_database() and application_name like 'tally migrate%')
        + (select count(*) from pg_locks
          where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database()))
      """;

  private static final String ROWS =
      """
      select string_agg(format('%s: %s', c.relname, query_to_xml(
          format('select x::text from %I x order by 1', c.relname), true, true, '')), e'\\n'
        order by c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = 'public'
      """;

  @TempDir private Path folder;
  @TempDir private Path other;

  @Test
  void killedAgainAndAgainItComesToWhereAnUndisturbedOneComes() throws InterruptedException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KilledIT: -Dseed=" + seed);
    var undisturbed = files(new Project(other));
    MigrateJar.on(undisturbed).run(other).exits(0);
    var project = files(new Project(folder));

    int killed = kill(project, new SplittableRandom(seed));
    Run last = MigrateJar.on(project).run(folder).exits(0);

    System.out.println("KilledIT: killed " + killed + " times");
    assertTrue(killed >= FEWEST_KILLS, "-Dseed=" + seed + ": it came through after " + killed);
    assertEquals(
        undisturbed.query("select n from effects order by n"),
        project.query("select n from effects order by n"),
        () -> "-Dseed=" + seed + "\n" + last.err());
    assertEquals(undisturbed.query(ROWS), project.query(ROWS), "-Dseed=" + seed);
    assertEquals(catalog(undisturbed), catalog(project), "-Dseed=" + seed);
    assertEquals(
        "",
        project.query(
            "select indexrelid::regclass from pg_index where not (indisvalid and indisready)"));
    assertEquals(
        "60|60",
        project.query(
            "select count(*), count(distinct revision) from migrator.log where status = 'done'"));
    MigrateJar.on(project).run(folder, "check").exits(0);
  }

  /** Returns how many did not come to their end by themselves. */
  private int kill(Project project, SplittableRandom random) throws InterruptedException {
    long deadline = System.nanoTime() + KILLS_FOR_NANOS;
    int killed = 0;
    while (killed < KILLS && System.nanoTime() < deadline && !isAtHead(project)) {
      Process process = MigrateJar.on(project).process(folder);
      var migration = new RunningMigration(process);
      if (random.nextInt(4) > 0) {
        migration.waitFor("Running upgrade ");
        Thread.sleep(random.nextInt(500));
      } else {
        Thread.sleep(random.nextInt(1000));
      }
      if (process.waitFor(0, TimeUnit.SECONDS)) {
        migration.end().exits(0);
        return killed;
      }
      migration.kill();
      killed++;
      awaitNothingLeftBehind(project);
    }
    return killed;
  }

  /** By then there is nothing to be told of a next run. */
  private static boolean isAtHead(Project project) {
    boolean begun = project.query("select to_regclass('alembic_version') is not null").equals("t");
    return begun && project.version().equals("%03d".formatted(FILES));
  }

  private static void awaitNothingLeftBehind(Project project) throws InterruptedException {
    long deadline = System.nanoTime() + BLOCKS_AT_MOST_NANOS;
    while (!project.query(LEFT_BEHIND).equals("0")) {
      assertTrue(System.nanoTime() < deadline, "a killed migrator still has a lock or a session");
      Thread.sleep(20);
    }
  }

  private static String catalog(Project project) {
    return project.query("select catalog from migrator.log where catalog is not null");
  }

  /** Each has an effect that shows how often it has happened. */
  private static Project files(Project project) {
    project.revision(
        "001_effects",
        "create table effects (n text); create table t (id int, note text);"
            + " insert into effects values ('001');",
        "drop table t, effects;");
    for (int i = 2; i <= FILES; i++) {
      String number = "%03d".formatted(i);
      project.revision(number + "_file", up(i % 5, number), "drop table nothing;");
    }
    return project;
  }

  private static String up(int kind, String number) {
    String up =
        switch (kind) {
          case 0 ->
              """
              -- migrate: no-transaction
              insert into effects values ('# before');
              create index concurrently i# on t (id, length(note || '#'));
              select pg_sleep(0.1);
              insert into effects values ('# after');
              create index concurrently on t ((id + #));
              vacuum t;
              """;
          case 1 ->
              """
              do $$ begin
                insert into effects values ('#');
                perform pg_sleep(0.15);
                create table made# (id int primary key);
              end $$;
              """;
          case 2 ->
              """
              copy t (id, note) from stdin;
              #\tit's; $$
              \\.
              insert into effects values ('#');
              """;
          case 3 ->
              """
              create function f#() returns int language sql begin atomic select #; end;
              alter table t add column c# int default #;
              select pg_sleep(0.1);
              insert into effects values ('#');
              """;
          default ->
              """
              -- migrate: no-transaction
              alter table t add column d# int;
              do $$ begin perform pg_sleep(0.1); insert into effects values ('# do'); end $$;
              copy effects from stdin;
              # row
              \\.
              """;
        };
    return up.replace("#", number);
  }
}
