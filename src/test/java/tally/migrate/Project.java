package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tally.TestPostgres;
import tally.db.DatabaseUrl;
import tally.migrate.database.Connections;

/** Migration files in a folder, and an empty database they are for. */
final class Project {
  private final Path folder;
  private final String url;

  Project(Path folder) {
    this(folder, TestPostgres.emptyDatabase());
  }

  /** For a database of another server than the tests'. */
  Project(Path folder, String url) {
    this.folder = folder;
    this.url = url;
  }

  String url() {
    return url;
  }

  Path folder() {
    return folder;
  }

  /** Writes both files of a revision, such as {@code 001_users}. */
  Project revision(String name, String up, String down) {
    return file(name + ".up.sql", up).file(name + ".down.sql", down);
  }

  /** Three revisions, each of which makes one table: a, b, c. */
  Project threeTables() {
    return revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "create table b (id int);", "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;");
  }

  Project file(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Runs a command in this JVM. */
  Run migrate(String... arguments) {
    return migrate(new Jdbc(url), arguments);
  }

  Run migrate(Connections connections, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        MigrateCommandLine.run(
            inFolder(arguments), Map.of(), connections, stream(out), stream(err));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Starts a command as a process of its own, standard error together with standard output. */
  RunningMigration start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /**
   * The same with more in its environment.
   *
   * @param environment what is to be set beside DATABASE_URL
   */
  RunningMigration start(Map<String, String> environment, String... arguments) {
    var builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("DATABASE_URL", url);
    return start(builder);
  }

  /**
   * The same on a terminal, whose keyboard is the process's input.
   *
   * @param environment what is to be set beside TERM
   */
  RunningMigration startOnTerminal(Map<String, String> environment, String... arguments) {
    var words = new StringBuilder();
    for (String word : command(arguments)) {
      words.append('\'').append(word).append("' ");
    }
    var builder = new ProcessBuilder("script", "-qec", words.toString(), "/dev/null");
    builder.redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", url);
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("COLUMNS");
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    return start(builder);
  }

  private static RunningMigration start(ProcessBuilder builder) {
    try {
      return new RunningMigration(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(MigrateProcess.class.getName());
    command.addAll(inFolder(arguments));
    return command;
  }

  private List<String> inFolder(String... arguments) {
    var words = new ArrayList<String>(List.of(arguments));
    words.add("--dir");
    words.add(folder.toString());
    return words;
  }

  Connection connect() throws SQLException {
    return DatabaseUrl.parse(url).connect();
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** All rows, columns separated by {@code |}, rows by a line end. */
  String query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      while (row.next()) {
        var columns = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", columns));
      }
      return String.join("\n", rows);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** What the version table holds. */
  String version() {
    return query("select version_num from alembic_version");
  }

  /** The tables of the public schema but for the version table. */
  String tables() {
    return query(
        "select coalesce(string_agg(tablename, ' ' order by tablename), '') from pg_tables"
            + " where schemaname = 'public' and tablename <> 'alembic_version'");
  }

  /** Until a statement of a migration sleeps. */
  void awaitSleep() throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!query(
            "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
        .equals("1")) {
      assertTrue(System.nanoTime() < deadline, "nothing sleeps");
      Thread.sleep(20);
    }
  }
}
