package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.state.VersionTable;

/** Somebody sits in front of it: a live line, and a question. On a real terminal. */
@EnabledOnOs(OS.LINUX)
class TerminalIT {
  /** What erases the line and switches wrapping off, the text, what switches it on again. */
  private static final Pattern LIVE = Pattern.compile("\033\\[2K\033\\[\\?7l(.*?)\033\\[\\?7h");

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void oneSlowFile() {
    project =
        new Project(folder)
            .threeTables()
            .revision(
                "002_b",
                "create table b (id int);\nselect pg_sleep(1.5);\nselect pg_sleep(1.4);",
                "drop table b;");
  }

  private static List<String> live(Run run) {
    return LIVE.matcher(run.err()).results().map(shown -> shown.group(1)).toList();
  }

  /** What stands on the screen at the end, without colours. */
  private static String screen(Run run) {
    return run.err()
        .lines()
        .filter(line -> !line.isEmpty() && !LIVE.matcher(line).find())
        .map(line -> line.replaceAll("\033\\[[0-9?]*[A-Za-z]", ""))
        .map(line -> line.replaceAll("[0-9.]+m?s$", "TIME") + "\n")
        .reduce("", String::concat);
  }

  @Test
  void theFileTheStatementAndTheTimeAreShownAndGoneAtTheEnd() {
    Run run = project.startOnTerminal(Map.of()).end().exits(0);

    List<String> live = live(run);
    assertTrue(live.contains("002_b.up.sql (2 of 3), statement 2 of 3, 1s"), live::toString);
    assertTrue(live.contains("002_b.up.sql (2 of 3), statement 3 of 3, 2s"), live::toString);
    assertTrue(live.size() < 40, live::toString);
    String screen = screen(run);
    assertTrue(
        screen.contains("Running upgrade 001 -> 002, b\n  TIME\nRunning upgrade 002 -> 003, c\n"),
        screen);
    assertTrue(screen.endsWith("3 files in TIME\n"), screen);
    assertTrue(run.err().contains("\033[2m3 files in "), run.err());
  }

  @Test
  void coloursAreOneThingAndTheLineAnother() {
    Run run = project.startOnTerminal(Map.of("NO_COLOR", "1", "COLUMNS", "30")).end().exits(0);

    assertTrue(live(run).contains("002_b.up.sql (2 of 3), statem"), run.err());
    assertFalse(run.err().matches("(?s).*\033\\[[0-9]+m.*"), run.err());
  }

  @Test
  void withoutIfItIsNotWantedOrCannotBe() {
    for (String option : List.of("--quiet", "--json")) {
      String shown = project.startOnTerminal(Map.of(), option).end().exits(0).err();
      assertFalse(shown.contains("\033"), shown);
      project.migrate("downgrade", "base").exits(0);
    }
    String shown = project.startOnTerminal(Map.of("TERM", "dumb")).end().exits(0).err();
    assertFalse(shown.contains("\033"), shown);
    assertFalse(shown.contains("files in"), shown);
  }

  @Test
  void whatWasFoundIsColouredAndPlainWithoutColour() {
    project.revision("001_a", "create table a (id int, at timestamp);", "drop table a;");
    project.migrate("upgrade").exits(0);

    Run lint = project.startOnTerminal(Map.of(), "lint").end().exits(12);
    assertTrue(lint.err().contains("\033[1m001_a.up.sql:1:\033[0m \033[33m"), lint.err());
    Run check = project.startOnTerminal(Map.of(), "check").end().exits(0);
    assertTrue(check.err().contains("\033[32mAt head, 003"), check.err());
    project.execute("drop table c");
    check = project.startOnTerminal(Map.of(), "check").end().exits(10);
    assertTrue(check.err().contains("\033[31mtable public.c was dropped"), check.err());

    check = project.startOnTerminal(Map.of("NO_COLOR", "1"), "check").end().exits(10);
    assertFalse(check.err().matches("(?s).*\033\\[[0-9]+m.*"), check.err());
  }

  @Test
  void whoIsWaitedForIsShownToo() throws SQLException {
    project.migrate("upgrade", "001").exits(0);
    try (Connection other = project.connect();
        Statement statement = other.createStatement()) {
      long key = new VersionTable("public", "alembic_version").lockKey();
      statement.execute("select pg_advisory_lock(" + key + ")");
      Run run = project.startOnTerminal(Map.of(), "--lock-wait", "3s").end().exits(7);
      assertTrue(
          live(run).stream()
              .anyMatch(line -> line.startsWith("Waiting 2s for another migration: pid ")),
          run.err());

      statement.execute("select pg_advisory_unlock_all()");
      statement.execute("begin; lock table a");
      project.file("002_b.up.sql", "create table b (id int); alter table a add x int;");
      run =
          project
              .startOnTerminal(Map.of("COLUMNS", "200"), "--retries=1", "--wait=0")
              .end()
              .exits(7);
      assertTrue(
          live(run).stream()
              .anyMatch(
                  line ->
                      line.startsWith(
                          "002_b.up.sql (1 of 2), statement 2 of 2, 1s, waiting for pid ")),
          run.err());
      assertTrue(
          live(run).stream()
              .anyMatch(line -> line.startsWith("002_b.up.sql (1 of 2), retry 1 of 1, ")),
          run.err());
    }
  }

  @Test
  void aDowngradeThatLosesSomethingIsAskedAboutAndNoIsNo() {
    project.migrate("upgrade").exits(0);
    for (String answer : List.of("n\n", "\n", "yep\n", "\4")) {
      Run run = project.startOnTerminal(Map.of(), "downgrade", "002").type(answer).end().exits(130);
      run.says("loses at least:\r\n  1 empty table\r\n".replace("\r\n", "\n"))
          .says("Go on? [y/N] ")
          .says("Nothing was run: the answer was not yes");
    }
    assertEquals("003", project.version());
    project.startOnTerminal(Map.of(), "downgrade", "002").type("Yes\n").end().exits(0);
    assertEquals("002", project.version());
    Run run = project.startOnTerminal(Map.of(), "downgrade", "001", "-y").end().exits(0);
    assertFalse(run.err().contains("Go on?"), run.err());
    assertEquals("001", project.version());
  }

  @Test
  void nobodyWaitsBehindAQuestionAndWhatCameMeanwhileIsNotUndone() {
    project.migrate("upgrade", "002").exits(0);
    RunningMigration asked =
        project.startOnTerminal(Map.of(), "downgrade", "001").waitFor("  1 empty table");

    project.migrate("upgrade", "--lock-wait", "0").exits(0);

    asked.type("y\n").end().exits(3).says("The database has moved meanwhile, from 002 to 003");
    assertEquals("003", project.version());
  }

  @Test
  void ctrlCAtTheQuestionRunsNothing() throws IOException {
    RunningMigration.assumeCtrlC();
    project.migrate("upgrade").exits(0);

    project
        .startOnTerminal(Map.of(), "downgrade", "base")
        .waitFor("  3 empty tables")
        .type("\3")
        .end()
        .exits(130)
        .says("Interrupted; nothing was under way");
    assertEquals("003", project.version());
  }
}
