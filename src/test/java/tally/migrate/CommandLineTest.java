package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Option;

/** Commands that need no database; any attempt to open one would fail. */
class CommandLineTest {
  @TempDir private Path folder;

  @BeforeEach
  void twoRevisions() throws IOException {
    write("001_a.up.sql", "create table a (id int);");
    write("001_a.down.sql", "drop table a;");
    write("002_b.up.sql", "-- migrate: no-transaction\ncreate index concurrently i on a (id);");
    write("002_b.down.sql", "drop index i;");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Run migrate(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var words = new ArrayList<String>(List.of(arguments));
    words.add(0, "--dir=" + folder);
    int status =
        MigrateCommandLine.run(
            words,
            Map.of(),
            new Jdbc("postgresql://ann:secret@127.0.0.1:1/none"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aWrongCommandLineIsOneSentenceAndStatus2() {
    Run run = migrate("upgrad").exits(2).prints("");

    assertEquals(
        "There is no command 'upgrad': did you mean 'upgrade'? See `migrate --help`\n", run.err());
    migrate("downgrade", "+1").exits(2).says("`migrate upgrade +1` goes forward");
    migrate("upgrade", "-1").exits(2).says("`migrate downgrade -1` goes back");
    migrate("history", "-r", "foo").exits(2);
    migrate("downgrade", "base", "--sql").exits(2);
  }

  @Test
  void helpNamesEveryCommandAndOnlyOptionsThatExist() {
    Run general = migrate("--help").exits(0);
    for (CommandName command : CommandName.values()) {
      assertTrue(general.out().contains("\n  " + command.word()), command.word());
      Run help = migrate(command.word(), "--help").exits(0);
      assertTrue(help.out().contains("Example"), help.out());
      assertTrue(help.out().contains("Exit codes:"), help.out());
      for (Option option : Option.values()) {
        assertEquals(
            command.takes(option), help.out().contains(option.flag() + " "), option.flag());
      }
    }
    assertFalse(general.out().contains("--dry-run"));
  }

  @Test
  void aFileWithoutATransactionHasNoneInTheScriptEither() {
    migrate("upgrade", "--sql", "--version-table", "V", "--version-table-schema", "ops", "001:")
        .exits(3);
    migrate("upgrade", "001:head", "--sql")
        .exits(0)
        .prints(
            """
            -- Running upgrade 001 -> 002

            create index concurrently i on a (id);

            BEGIN;

            UPDATE alembic_version SET version_num='002' WHERE alembic_version.version_num = '001';

            COMMIT;""");
    Run run = migrate("stamp", "001", "--sql", "--version-table=V").exits(0);
    assertTrue(run.out().contains("CREATE TABLE \"V\" ("), run.out());
    assertTrue(run.out().contains("CONSTRAINT \"V_pkc\" PRIMARY KEY"), run.out());
  }

  @Test
  void faultsOfTheFilesAreAllNamedAtOnce() throws IOException {
    write("003_c.up.sql", "begin;");
    write("005_d.up.sql", "create table d (id int);");

    Run run = migrate("validate").exits(8).prints("");

    run.says("003_c.up.sql:1: ").says("005_d.down.sql");
    Run json = migrate("validate", "--json").exits(8);
    assertTrue(json.out().startsWith("{\"error\":{\"code\":\"files\",\"exit\":8,"), json.out());
    assertTrue(json.out().contains("\"faults\":[{\"file\":"), json.out());
  }

  @Test
  void theHelpOfACommandNamesItsOwnExitCodes() {
    String downgrade = migrate("help", "downgrade").exits(0).out();
    assertTrue(downgrade.contains("\n  5   a step cannot be undone"), downgrade);
    assertFalse(downgrade.contains("lint has findings"), downgrade);
    String lint = migrate("lint", "--help").exits(0).out();
    assertTrue(lint.contains("\n  12  lint has findings"), lint);
    assertFalse(lint.contains("cannot be undone"), lint);
    assertEquals(migrate("--help").out(), migrate("help").exits(0).out());
  }

  @Test
  void theVersionIsNoCommand() {
    assertTrue(migrate("--version").exits(0).out().startsWith("Tally "));
    assertTrue(migrate("downgrade", "--version").exits(0).out().startsWith("Tally "));
  }

  @Test
  void anAnswerThatDidNotArriveIsNoSuccess() throws IOException {
    var err = new ByteArrayOutputStream();
    try (var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        }) {
      int status =
          MigrateCommandLine.run(
              List.of("history", "--dir", folder.toString()),
              Map.of(),
              new Jdbc("postgresql://ann@127.0.0.1:1/none"),
              new PrintStream(full, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      assertEquals(1, status);
      assertEquals(
          "Standard output did not take all of the answer: its disk is full, or its reader has gone\n",
          err.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void validFilesAreCounted() {
    migrate("validate").exits(0).prints("2 revisions, 001 to 002: in order");
  }

  @Test
  void noFilesAtAllIsAMistakeWhereSomethingIsToBeRun() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    migrate("upgrade").exits(8).says("There are no migration files in " + folder);
    migrate("history").exits(0).prints("");
  }

  @Test
  void errorsAreJsonTooWhereThatIsAskedFor() {
    migrate("show", "nope", "--json")
        .exits(3)
        .prints(
            "{\"error\":{\"code\":\"state\",\"exit\":3,\"message\":\"Can't locate revision identified"
                + " by 'nope'. The files have 001 to 002; see `migrate history`\"}}");
  }

  @Test
  void headsHistoryAndShowAreJsonToo() {
    migrate("heads", "--json")
        .exits(0)
        .prints(
            "{\"heads\":[{\"revision\":\"002\",\"parent\":\"001\",\"description\":\"b\",\"comment\":\"\","
                + "\"path\":\""
                + folder
                + "/002_b.up.sql\",\"head\":true,\"irreversible\":null}]}");
    assertTrue(migrate("show", "001", "--json").exits(0).out().startsWith("{\"revision\":\"001\""));
    assertTrue(
        migrate("history", "--json")
            .exits(0)
            .out()
            .startsWith("{\"revisions\":[{\"revision\":\"002\""));
  }

  @Test
  void aScriptIsNoJson() {
    migrate("upgrade", "--sql", "--json").exits(2).says("--sql prints SQL");
  }

  @Test
  void aVersionTableHasANameThatTheServerTakesWhole() {
    migrate("current", "--version-table=").exits(2).says("--version-table needs a value");
    migrate("current", "--version-table", "é".repeat(30)).exits(2).says("not 60");
    migrate("current", "--version-table-schema", "s".repeat(64)).exits(2).says("1 to 63");
    String sql = migrate("upgrade", "--sql", "--version-table", "a.\"b").exits(0).out();
    assertTrue(sql.contains("CREATE TABLE \"a.\"\"b\" ("), sql);
    assertTrue(sql.contains("CONSTRAINT \"a.\"\"b_pkc\" PRIMARY KEY"), sql);
  }

  @Test
  void aRangeThatIsTurnedRoundIsRefused() {
    migrate("history", "-r", "002:001").exits(2).says("The earlier one stands first");
    migrate("history", "-r", "base:base").exits(0).prints("");
  }

  @Test
  void aDatabaseThatIsNotThereIsNoStackTraceUnlessAskedFor() {
    Run run = migrate("current", "--wait", "0").exits(1).prints("");
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(run.err().contains("secret"));

    migrate("current", "--wait", "0", "--verbose").exits(1).says("\tat ");
  }
}
