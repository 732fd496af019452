package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `new` writes the next pair of files. */
class NewIT {
  @TempDir private Path folder;

  @Test
  void theNextNumberIsAsWideAsTheFirst() {
    var project = new Project(folder);
    project
        .migrate("new", "add_users")
        .exits(0)
        .prints(
            folder.resolve("001_add_users.up.sql")
                + "\n"
                + folder.resolve("001_add_users.down.sql"));
    project
        .migrate("new", "add tasks-note", "--json")
        .exits(0)
        .prints(
            "{\"revision\":\"002\",\"up\":\"%s\",\"down\":\"%s\"}"
                .formatted(
                    folder.resolve("002_add_tasks_note.up.sql"),
                    folder.resolve("002_add_tasks_note.down.sql")));
  }

  @Test
  void theWidthOfTheFilesThatAreThereIsKept() {
    var project = new Project(folder).revision("00009_a", "select 1;", "select 1;");

    project.migrate("new", "b").exits(0);

    assertTrue(Files.exists(folder.resolve("00010_b.up.sql")));
  }

  @Test
  void aNewPairIsRefusedUntilStatementsAreWrittenAndThenRuns() throws Exception {
    var project = new Project(folder);
    project.migrate("new", "add_users").exits(0);
    project.migrate("upgrade").exits(8).says("has no statement");

    append("001_add_users.up.sql", "create table users (id int);\n");
    append("001_add_users.down.sql", "drop table users;\n");

    project.migrate("upgrade").exits(0);
    project.migrate("downgrade", "base").exits(0);
  }

  private void append(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path) + text);
  }

  @Test
  void aNameThatCannotBeOneIsRefused() {
    var project = new Project(folder);
    for (String name : List.of("../up", "a/b", "010_a", "a.sql", "a b;c", "_", "x".repeat(101))) {
      project.migrate("new", name).exits(2);
    }
    project.migrate("new").exits(2).says("needs NAME");
    project.migrate("new", "").exits(2);
    assertEquals(0, files().size());
  }

  @Test
  void aDirectoryThatIsNotThereIsNotMade() {
    Path missing = folder.resolve("missing");

    new Project(missing).migrate("new", "a").exits(8).says("does not exist: make it");

    assertEquals(0, files().size());
  }

  @Test
  void manyAtOnceTakeANumberEach() throws Exception {
    int count = 12;
    var project = new Project(folder);
    var pool = Executors.newFixedThreadPool(count);
    List<Callable<Run>> calls =
        IntStream.range(0, count)
            .mapToObj(i -> (Callable<Run>) () -> project.migrate("new", "name" + (char) ('a' + i)))
            .toList();
    for (var run : pool.invokeAll(calls)) {
      run.get().exits(0);
    }
    pool.shutdown();

    Set<String> numbers =
        files().stream().map(name -> name.substring(0, 3)).collect(Collectors.toSet());
    assertEquals(2 * count, files().size());
    assertEquals(count, numbers.size());
  }

  private List<String> files() {
    return Arrays.stream(folder.toFile().list()).sorted().toList();
  }
}
