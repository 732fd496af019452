package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log tells, and what is written into it beside migrations. */
class LogIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void makeProject() {
    project = new Project(folder).threeTables();
  }

  @Test
  void everyAttemptIsListedNewestFirst() {
    project.migrate("upgrade", "002").exits(0);
    project.migrate("downgrade", "-1").exits(0);
    project.migrate("stamp", "002").exits(0);
    project.file("003_c.up.sql", "create table c (id nothing);");
    project.migrate("upgrade").exits(4);

    List<String> lines = project.migrate("log").exits(0).out().lines().toList();

    assertEquals(6, lines.size());
    assertTrue(lines.get(0).contains("  up  002 -> 003  FAILED after "), lines.get(0));
    assertTrue(lines.get(1).contains("003_c.up.sql:1:20: ERROR 42704"), lines.get(1));
    assertTrue(lines.get(2).contains("  stamp  001 -> 002  "), lines.get(2));
    assertTrue(lines.get(3).contains("  down  002 -> 001  "), lines.get(3));
    assertTrue(lines.get(5).contains("  up  base -> 001  "), lines.get(5));
  }

  @Test
  void asManyAsAreAskedFor() {
    project.migrate("upgrade").exits(0);

    Run run = project.migrate("log", "-n", "1", "--json").exits(0);

    assertTrue(run.out().startsWith("{\"log\":[{\"startedAt\":\""), run.out());
    assertEquals(1, run.out().split("\"startedAt\"", -1).length - 1);
    assertTrue(run.out().contains("\"revision\":\"003\",\"from\":\"002\",\"to\":\"003\""));
  }

  @Test
  void withoutALogItSaysSoAndMakesNone() {
    project.migrate("log").exits(0).prints("").says("There is no log");

    assertEquals("null", project.query("select to_regclass('migrator.log')"));
  }

  @Test
  void aChangedCommentIsAcceptedWithItsReason() {
    project.migrate("upgrade", "002").exits(0);
    project.file("001_a.up.sql", "-- Reworded.\ncreate table a (id int);");
    project.migrate("upgrade").exits(8).says("`migrate accept REV REASON`");

    project.migrate("accept", "001", "only the comment").exits(0).says("Accepted 001_a.up.sql");
    project.migrate("accept", "001", "only the comment").exits(0);

    project.migrate("upgrade").exits(0);
    assertEquals(
        "accept|only the comment",
        project.query("select direction, note from migrator.log where note is not null"));
    assertTrue(project.migrate("log").out().contains("    only the comment"));
    project.migrate("check").exits(0);
  }

  @Test
  void anAcceptedFileThatIsChangedAgainIsRefusedAgain() {
    project.migrate("upgrade").exits(0);
    project.file("001_a.up.sql", "-- Once.\ncreate table a (id int);");
    project.migrate("accept", "001", "once").exits(0);
    project.file("001_a.up.sql", "-- Twice.\ncreate table a (id int);");

    project.migrate("upgrade").exits(8).says("Changed since they were applied: 001_a.up.sql");
  }

  @Test
  void whatIsNotAppliedIsNotAccepted() {
    project.migrate("upgrade", "001").exits(0);

    project.migrate("accept", "002", "why not").exits(3).says("is not applied here");
    project.migrate("accept", "002").exits(2).says("needs REV REASON");
    project.migrate("accept", "base", "why not").exits(2);
    project.migrate("accept", "001", "").exits(2);
  }

  @Test
  void statusShowsWhatWasChangedByHand() {
    project.migrate("upgrade").exits(0);
    project.execute("alter table a add note text");

    assertTrue(
        project.migrate("status").out().contains("Drift     column public.a.note was added\n"));
    assertTrue(
        project
            .migrate("status", "--json")
            .out()
            .contains("\"catalogRecorded\":true,\"drift\":[{"));
  }
}
