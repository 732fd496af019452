package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transcript of commands, replayed: what stands on standard output is what Alembic prints for the
 * same five revisions. On purpose different are the exit statuses, the path, the description with
 * spaces, one transaction per file with {@code --sql}, and {@code stamp +1}.
 */
class GoldenIT {
  @TempDir private Path folder;

  @Test
  void everyCommandPrintsWhatTheTranscriptSays() throws IOException {
    var project = new Project(folder);
    revision(
        project,
        "0001_create_users",
        "create table users(id bigint primary key);",
        "drop table users;");
    revision(
        project,
        "0002_add_email",
        "alter table users add email text;",
        "alter table users drop email;");
    revision(project, "0003_add_orgs", "create table orgs(id int);", "drop table orgs;");
    revision(
        project,
        "0004_hash_emails",
        "update users set email=null;",
        "-- migrate: irreversible hashed");
    revision(project, "0005_add_posts", "create table posts(id int);", "drop table posts;");

    String expected = transcript();
    var actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.startsWith("$ migrate")) {
        command(project, line, actual);
      } else if (line.startsWith("$ sql ")) {
        actual.append(line).append("\n\n");
        project.execute(line.substring("$ sql ".length()));
      }
    }

    assertEquals(expected, actual.toString());
  }

  private void revision(Project project, String name, String up, String down) {
    int number = Integer.parseInt(name.substring(0, 4));
    String head =
        """
        -- %s
        --
        -- Revision ID: %04d
        -- Revises: %s
        -- Create Date: 2026-01-05 10:00:00
        """
            .formatted(
                name.substring(5), number, number == 1 ? "None" : "'%04d'".formatted(number - 1));
    project.revision(name, head + up, down);
  }

  private void command(Project project, String line, StringBuilder actual) {
    List<String> words = List.of(line.substring("$ migrate".length()).strip().split(" "));
    Run run = project.migrate(words.toArray(new String[0]));
    actual.append(line).append('\n');
    for (String printed : run.out().lines().toList()) {
      actual.append("O| ").append(plain(project, printed)).append('\n');
    }
    for (String said : run.err().lines().toList()) {
      if (said.startsWith("Running ")) {
        actual.append("E| ").append(said).append('\n');
      }
    }
    actual.append("exit ").append(run.status()).append("\n\n");
  }

  /** Without what is different from run to run. */
  private String plain(Project project, String line) {
    return line.replace(folder + "/", "sql/")
        .replace(new Jdbc(project.url()).describe(null), "postgresql://…");
  }

  private static String transcript() throws IOException {
    try (InputStream in = GoldenIT.class.getResourceAsStream("/golden/commands.txt")) {
      return new String(
          Objects.requireNonNull(in, "the transcript").readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
