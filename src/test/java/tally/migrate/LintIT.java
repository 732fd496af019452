package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.database.Connections;
import tally.migrate.lint.Rule;

class LintIT {
  private static final Connections NONE = new NoDatabase();

  @TempDir private Path folder;
  private Project project;

  /** Nobody said which database, so none may be opened. */
  private record NoDatabase() implements Connections {
    @Override
    public Connection open(@Nullable String databaseUrl, Properties properties) {
      throw new AssertionError("a database was asked for");
    }

    @Override
    public Connections toDatabase(@Nullable String databaseUrl, String database) {
      throw new AssertionError("a database was asked for");
    }

    @Override
    public boolean isGiven(@Nullable String databaseUrl) {
      return databaseUrl != null;
    }

    @Override
    public String describe(@Nullable String databaseUrl) {
      return "none";
    }
  }

  @BeforeEach
  void twoRevisions() {
    project =
        new Project(folder)
            .revision("001_a", "create table a (id bigint);", "drop table a;")
            .revision("002_b", "\ncreate index i on a (id);", "drop index concurrently i;")
            .file("002_b.down.sql", "-- migrate: no-transaction\ndrop index concurrently i;");
  }

  @Test
  void aFindingSaysWhereWhyAndWhatToDoInstead() {
    project
        .migrate(NONE, "lint")
        .exits(12)
        .prints(
            """
            002_b.up.sql:2: index-not-concurrent (i on a): nobody can write to the table until the\
             index is built.
                Instead: CREATE INDEX CONCURRENTLY, in a file with '-- migrate: no-transaction'""")
        .says("1 finding in 4 files. Change the statement, or accept it with a line");
  }

  @Test
  void withoutFindingsTheStatusIsZero() {
    project.file(
        "002_b.up.sql", "-- migrate: ignore index-not-concurrent small\ncreate index i on a (id);");
    project.migrate(NONE, "lint").exits(0).prints("4 files, no findings");
    project
        .migrate(NONE, "lint", "--json")
        .exits(0)
        .prints(
            "{\"files\":4,\"database\":null,\"revision\":null,\"findings\":[],\"overlooked\":[]}");
  }

  @Test
  void jsonHasOneObjectForEachFinding() {
    Run run = project.migrate(NONE, "lint", "--json").exits(12);
    String path = folder.resolve("002_b.up.sql").toString();
    run.prints(
        "{\"files\":4,\"database\":null,\"revision\":null,\"findings\":[{\"file\":\"002_b.up.sql\","
            + "\"path\":\""
            + path
            + "\",\"line\":2,\"rule\":\"index-not-concurrent\",\"subject\":\"i on a\","
            + "\"why\":\"nobody can write to the table until the index is built\","
            + "\"safe\":\"CREATE INDEX CONCURRENTLY, in a file with '-- migrate: no-transaction'\"}],"
            + "\"overlooked\":[]}");
  }

  @Test
  void annotationsMarkTheLinesOnGitHub() {
    Path odd = folder.resolve("a,b:c%");
    assertTrue(odd.toFile().mkdir());
    var other = new Project(odd);
    other.revision("001_a", "create table a (n json);", "drop table a;");
    other
        .migrate(NONE, "lint", "--github")
        .exits(12)
        .prints(
            "::warning file="
                + folder
                + "/a%2Cb%3Ac%25/001_a.up.sql,line=1,title=json-type (a.n)::json has no equality, so"
                + " DISTINCT and GROUP BY fail, and no index. Instead: jsonb");
    other.migrate(NONE, "lint", "--github", "--json").exits(2).says("choose one");
  }

  @Test
  void aUniqueIndexIsKnownFromTheDatabaseToo() {
    project.migrate("upgrade", "001").exits(0);
    project.execute("create unique index by_hand on a (id)");
    project
        .file("002_b.up.sql", "-- migrate: no-transaction\ndrop index concurrently by_hand;")
        .file(
            "002_b.down.sql",
            "-- migrate: no-transaction\ncreate unique index concurrently by_hand on a (id);");

    Run run = project.migrate("lint").exits(12);

    assertTrue(run.out().startsWith("002_b.up.sql:2: drop-unique (by_hand on "), run.out());
  }

  @Test
  void filesNarrowTheReport() {
    project.file("001_a.up.sql", "create table a (id bigint, n json);");
    project.migrate(NONE, "lint").exits(12).says("2 findings in 4 files");
    project.migrate(NONE, "lint", "001_a.up.sql").exits(12).says("1 finding in 1 file");
    project.migrate(NONE, "lint", "db/001_a.down.sql", "002_b.down.sql").exits(0);
    project
        .migrate(NONE, "lint", "003_c.up.sql")
        .exits(2)
        .says("There is no migration file '003_c.up.sql': did you mean '001_a.up.sql'?");
  }

  @Test
  void filesThatAreNotInOrderAreNotLinted() {
    project.file("002_b.up.sql", "create index concurrently i on a (id);");
    project.migrate(NONE, "lint").exits(8).says("002_b.up.sql:1: CREATE INDEX CONCURRENTLY");
  }

  @Test
  void aTableWithFewRowsMayBeLocked() {
    project.migrate("upgrade", "001").exits(0);
    project.migrate("lint").exits(12);
    project.execute("insert into a select 1; analyze a");
    project.migrate("lint").exits(0).says("1 finding overlooked: new tables, or with few rows, at");
    assertTrue(
        project
            .migrate("lint", "--json")
            .exits(0)
            .out()
            .contains("\"revision\":\"001\",\"findings\":[],"));
    project.migrate(NONE, "lint").exits(12);

    project.execute("insert into a select generate_series(1, 10000); analyze a");
    project.migrate("lint").exits(12);
    project.execute("truncate a; analyze a");
    project.migrate("upgrade").exits(0);
    project.migrate("lint").exits(12).says("in 4 files");
  }

  @Test
  void fewRowsAreNoExcuseForDroppingThem() {
    project.migrate("upgrade", "001").exits(0);
    project.execute("analyze a");
    project.revision("002_b", "drop table a;", "create table a (id bigint);");
    assertTrue(project.migrate("lint").exits(12).out().contains("drop-table (a)"));
  }

  @Test
  void aCheckIsNotTakenForAUniqueConstraintByItsNameWhereTheDatabaseKnowsIt() {
    String drop = "set local lock_timeout = '1s'; alter table a drop constraint %s;";
    project.migrate("upgrade", "001").exits(0);
    project.execute(
        "alter table a add constraint valid_key check (id > 0), add constraint a_id_key unique (id)");

    project.revision("002_b", drop.formatted("valid_key"), "select 1;");
    assertFalse(project.migrate("lint").out().contains("drop-unique"));
    assertTrue(project.migrate(NONE, "lint").out().contains("drop-unique"));

    project.revision("002_b", drop.formatted("a_id_key"), "select 1;");
    assertTrue(project.migrate("lint").out().contains("drop-unique"));
  }

  @Test
  void aSmallTableMayBeLockedTogetherWithALargeOne() {
    project
        .file("001_a.up.sql", "create table a (id int); create table b (id int);")
        .file("001_a.down.sql", "drop table b; drop table a;")
        .revision(
            "002_b",
            "alter table a add n text; alter table b add n text;",
            "-- migrate: no-transaction\nalter table a drop n; alter table b drop n;")
        .migrate("upgrade", "001")
        .exits(0);
    assertTrue(project.migrate("lint").exits(12).out().contains("several-tables-locked (b)"));
    project.execute("analyze a");
    project.migrate("lint").exits(0).says("1 finding overlooked");
  }

  @Test
  void anIgnoreIsUsedEvenIfTheDatabaseWouldExcuseTheStatement() {
    project.migrate("upgrade", "001").exits(0);
    project.execute("analyze a");
    project.file(
        "002_b.up.sql", "-- migrate: ignore index-not-concurrent small\ncreate index i on a (id);");
    project.migrate("lint").exits(0);
  }

  @Test
  void aTableThatThePendingFilesMakeMayBeLocked() {
    project
        .revision("003_c", "create table c (id bigint);", "drop table c;")
        .revision("004_d", "create index j on c (id);", "drop index j;")
        .migrate("upgrade", "001")
        .exits(0);
    Run run = project.migrate("lint", "--pending").exits(12).says("1 finding in 6 files");
    assertFalse(run.out().contains("004_d"));
    assertTrue(project.migrate(NONE, "lint").exits(12).out().contains("004_d.up.sql:1"));
  }

  @Test
  void anEmptyDatabaseExcusesNothingUnlessItIsAskedFor() {
    project.migrate("lint").exits(12);
    project.migrate("lint", "--database-url", project.url()).exits(0);
    project.migrate("lint", "--pending").exits(0);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsDoneWithoutUnlessItIsAskedFor() {
    String nowhere = "postgresql://ann:secret@127.0.0.1:1/app";
    Run run = project.migrate(new Jdbc(nowhere), "lint").exits(12);
    run.says("The files are judged by their text alone.");
    assertFalse(run.err().contains("secret"));
    project.migrate(new Jdbc(nowhere), "lint", "--pending", "--wait", "0s").exits(1);
    project.migrate("lint", "--database-url", nowhere, "--wait", "0s").exits(1);
  }

  @Test
  void helpNamesEveryRule() {
    String help = project.migrate(NONE, "lint", "--help").exits(0).out();
    for (var rule : Rule.values()) {
      assertTrue(help.contains("  " + rule.id() + "\n"), rule::id);
    }
  }

  @Test
  void noOtherCommandLoadsIt() throws Exception {
    project.migrate("upgrade", "001").exits(0);
    String loaded = loadedBy("upgrade", "001");
    assertTrue(loaded.contains("tally.migrate.command.UpgradeCommand"), loaded);
    assertFalse(loaded.contains("migrate.lint.") || loaded.contains("command.Lint"), loaded);
    assertTrue(loadedBy("lint").contains("tally.migrate.lint.Linter"));
  }

  private String loadedBy(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xlog:class+load:stdout", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(MigrateProcess.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--dir", folder.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", project.url());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertEquals(arguments[0].equals("lint") ? 12 : 0, status, output);
    return output;
  }
}
