package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestPostgres;
import tally.migrate.catalog.Catalog;
import tally.migrate.catalog.CatalogReader;
import tally.migrate.database.Session;
import tally.migrate.state.VersionTable;

/** Other people's history, from Alembic's own output. */
class ImportAlembicIT {
  @TempDir private Path folder;

  @Test
  void aTranscriptBecomesPairsOfFiles() throws IOException {
    Path out = folder.resolve("sql");

    importStored(out).exits(0).prints("5 revisions in " + out);

    assertEquals(
        List.of(
            "001_create_people.down.sql",
            "001_create_people.up.sql",
            "002_add_mail_and_look_it_up.down.sql",
            "002_add_mail_and_look_it_up.up.sql",
            "003_forget_mail.down.sql",
            "003_forget_mail.up.sql",
            "004_nothing_yet.down.sql",
            "004_nothing_yet.up.sql",
            "005_add_posts.down.sql",
            "005_add_posts.up.sql"),
        names(out));
    assertEquals(
        """
        -- add mail, and look it up
        -- migrate: revision b2
        -- migrate: no-transaction

        ALTER TABLE people ADD COLUMN mail TEXT;

        create index concurrently ix_people_mail on people (mail);

        comment on table people is 'everybody';
        """,
        Files.readString(out.resolve("002_add_mail_and_look_it_up.up.sql")));
    assertEquals(
        """
        -- add posts
        -- migrate: revision e5

        create table posts (id int);

        create index ix_posts_id on posts (id);

        -- Running upgrade x -> y
        insert into posts values (1); insert into posts values (2);
        """,
        Files.readString(out.resolve("005_add_posts.up.sql")));
    assertEquals(
        "-- migrate: irreversible its downgrade in Alembic raises an error\n",
        Files.readString(out.resolve("003_forget_mail.down.sql")));
    assertEquals(
        "-- Nothing to do.\nselect 1;\n",
        Files.readString(out.resolve("004_nothing_yet.down.sql")));
  }

  @Test
  void theWayDownEndsWhereAlembicStopsAndGoesOnWhereMoreIsAppended() throws IOException {
    Path out = folder.resolve("sql");
    importStored(out)
        .says("down.sql does not reach b2 and what is before it")
        .says("`alembic downgrade b2:base --sql >> ");
    assertEquals(
        "-- migrate: irreversible its downgrade was not in what Alembic printed\n",
        Files.readString(out.resolve("001_create_people.down.sql")));

    String whole = stored("down.sql") + stored("down-rest.sql");
    Path again = folder.resolve("again");
    Run run = importTexts(stored("up.sql"), whole, again).exits(0);

    assertEquals("", run.err());
    assertEquals(
        "drop function greet();\n\nDROP TABLE people;\n",
        Files.readString(again.resolve("001_3f2a9c1b7e55.down.sql")));
    assertEquals(
        "-- migrate: irreversible its downgrade in Alembic raises an error\n",
        Files.readString(again.resolve("003_c3.down.sql")));
  }

  @Test
  void theRealOutputIsTakenAndEitherToolCarriesOnWhereTheOtherStopped() throws Exception {
    assumeTrue(Alembic.isInstalled());
    var project = new Project(Files.createDirectory(folder.resolve("unused")));
    var alembic = new Alembic(project.url(), Map.of());
    Path out = folder.resolve("sql");
    String down =
        alembic.tryTo("downgrade", "head:base", "--sql").out()
            + alembic.run("downgrade", "b2:base", "--sql");
    importTexts(alembic.run("upgrade", "base:head", "--sql"), down, out).exits(0);

    alembic.run("upgrade", "b2");
    migrate(project, out, "current").exits(0).prints("b2");
    migrate(project, out, "upgrade", "c3").exits(0);
    assertEquals("c3", alembic.run("current").strip());
    alembic.run("upgrade", "head");
    migrate(project, out, "current").exits(0).prints("e5 (head)");
    migrate(project, out, "downgrade", "d4").exits(0);
    assertEquals("d4", alembic.run("current").strip());
    alembic.run("downgrade", "c3");
    migrate(project, out, "current").exits(0).prints("c3");
    migrate(project, out, "downgrade", "b2").exits(5);
    migrate(project, out, "upgrade").exits(0);

    assertEquals(catalog(byAlembicAlone()), catalog(project));
    migrate(project, out, "verify").exits(0);
  }

  private static Project byAlembicAlone() {
    var project = new Project(Path.of("unused"));
    new Alembic(project.url(), Map.of()).run("upgrade", "head");
    return project;
  }

  private static List<?> catalog(Project project) throws SQLException {
    try (var session = new Session(project.connect())) {
      var table = new VersionTable("public", "alembic_version");
      Catalog nothing = Catalog.parse("");
      return nothing.differences(CatalogReader.read(session, table));
    }
  }

  @Test
  void aTransactionForEachMigrationIsTheSame() throws Exception {
    assumeTrue(Alembic.isInstalled());
    var alembic = new Alembic(TestPostgres.emptyDatabase(), Map.of("PER_MIGRATION", "1"));
    Path out = folder.resolve("sql");
    Path expected = folder.resolve("expected");

    importTexts(
            alembic.run("upgrade", "base:head", "--sql"),
            alembic.tryTo("downgrade", "head:base", "--sql").out(),
            out)
        .exits(0);
    importTexts(stored("up.sql"), stored("down.sql"), expected).exits(0);

    for (String name : names(expected)) {
      assertEquals(
          Files.readString(expected.resolve(name)), Files.readString(out.resolve(name)), name);
    }
  }

  @Test
  void whatIsNoSingleLineFromBaseToHeadIsRefusedAndNothingWritten() {
    String up = step("upgrade", "", "a", "create table a (id int);");
    refuse(up + step("upgrade", "", "b", "select 1;"), "", "b does not follow a");
    refuse(
        up + step("upgrade", "a", "b", "select 1;") + step("upgrade", "a", "c", "select 1;"),
        "",
        "c does not follow b, which stands before it: a branch");
    refuse(up + "-- Running upgrade a, b -> m\n\n", "", "a merge of branches");
    refuse(step("upgrade", "x", "a", "select 1;"), "", "begins after x, not at base");
    refuse(up + "-- Running upgrade a -> b\n\nselect 1;\n", "", "ends in the middle of b");
    refuse("", "", "has no revision: `alembic upgrade base:head --sql`");
    refuse(
        up, step("downgrade", "z", "a", "select 1;"), "down.sql:1: goes from z to a, a step that");
    refuse(step("downgrade", "a", "", "select 1;"), "", "the files are UP.sql DOWN.sql");
    refuse("INFO  [alembic.runtime.migration] Generating static SQL\n" + up, "", "without 2>&1");
    refuse("set search_path = x;\n" + up, "", "up.sql:1: this statement belongs to no revision");
    refuse(up + "select 'open", "", "up.sql:7: this string is never closed");
  }

  @Test
  void whatOurFilesMayNotContainIsRefusedBeforeAnythingIsWritten() {
    refuse(
        step("upgrade", "", "a", "savepoint one;"),
        "",
        "Nothing was written, because the files would not be in order:\n001_a.up.sql:3: SAVEPOINT");
  }

  private void refuse(String up, String down, String message) {
    Path out = folder.resolve("never");
    importTexts(up, down, out).exits(8).says(message);
    assertFalse(Files.exists(out), message);
    assertEquals(List.of("down.sql", "up.sql"), names(folder));
  }

  /** As Alembic prints one. */
  private static String step(String command, String from, String to, String sql) {
    String move =
        from.isEmpty()
            ? "INSERT INTO alembic_version (version_num) VALUES ('%s');".formatted(to)
            : "UPDATE alembic_version SET version_num='%s' WHERE alembic_version.version_num = '%s';"
                .formatted(to, from);
    return "-- Running %s %s -> %s\n\n%s\n\n%s\n\n".formatted(command, from, to, sql, move);
  }

  @Test
  void aStatementThatNeedsToBeAloneIsWhereNoTransactionIsPrinted() throws IOException {
    String up =
        step("upgrade", "", "a", "create table a (id int);")
            + step("upgrade", "a", "b", "create index concurrently ix on a (id);");
    Path out = folder.resolve("sql");

    importTexts(up, "", out).exits(0);

    assertFalse(Files.readString(out.resolve("001_a.up.sql")).contains("no-transaction"));
    assertTrue(Files.readString(out.resolve("002_b.up.sql")).contains("no-transaction"));
  }

  @Test
  void aDirectoryWithSomethingInItIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    importStored(folder).exits(8).says("is not empty: nothing was written");

    assertEquals(List.of("mine.txt"), names(folder));
  }

  @Test
  void aDirectoryThatCannotBeMadeLeavesNothingBehind() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    importStored(folder.resolve("mine.txt").resolve("sql"))
        .exits(8)
        .says("cannot be written, nothing is there now");

    assertEquals(List.of("mine.txt"), names(folder));
  }

  @Test
  void anEmptyDirectoryIsFilled() throws IOException {
    Path out = Files.createDirectory(folder.resolve("sql"));

    importStored(out).exits(0);

    assertEquals(10, names(out).size());
    assertEquals(List.of("sql"), names(folder));
  }

  @Test
  void withoutADirectoryOrFilesItSaysWhatIsMissing() {
    run("import-alembic", "up.sql", "down.sql").exits(2).says("--dir is missing");
    run("import-alembic", "up.sql").exits(2).says("needs UP.sql DOWN.sql");
    run("import-alembic", "no.sql", "down.sql", "--dir", folder.resolve("x").toString())
        .exits(8)
        .says("no.sql: there is no such file");
  }

  private Run importStored(Path out) {
    return run(
        "import-alembic",
        Alembic.FOLDER.resolve("up.sql").toString(),
        Alembic.FOLDER.resolve("down.sql").toString(),
        "--history",
        Alembic.FOLDER.resolve("history.txt").toString(),
        "--dir",
        out.toString());
  }

  private Run importTexts(String up, String down, Path out) {
    try {
      Files.writeString(folder.resolve("up.sql"), up);
      Files.writeString(folder.resolve("down.sql"), down);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run(
        "import-alembic",
        folder.resolve("up.sql").toString(),
        folder.resolve("down.sql").toString(),
        "--dir",
        out.toString());
  }

  private static String stored(String name) throws IOException {
    return Files.readString(Alembic.FOLDER.resolve(name));
  }

  private static List<String> names(Path directory) {
    return Arrays.stream(new File(directory.toString()).list()).sorted().toList();
  }

  private static Run migrate(Project project, Path directory, String... arguments) {
    var words = new ArrayList<String>(List.of(arguments));
    words.addAll(List.of("--dir", directory.toString(), "--database-url", project.url()));
    return run(words.toArray(new String[0]));
  }

  private static Run run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        MigrateCommandLine.run(
            List.of(arguments),
            Map.of(),
            new Jdbc("postgresql://127.0.0.1:1/none"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
