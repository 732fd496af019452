package tally.migrate.invocation;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.database.Connections;
import tally.migrate.database.Database;
import tally.migrate.database.Interruption;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.MigrationException;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Target;
import tally.migrate.run.Engine;
import tally.migrate.run.Manner;
import tally.migrate.run.Settings;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;
import tally.migrate.state.VersionTable;

/**
 * One command being carried out, and all it may need.
 *
 * @param chain the files, read and checked
 */
public record Invocation(
    Arguments arguments,
    Chain chain,
    Connections connections,
    Console console,
    Interruption interruption) {

  /** The server cuts off what is longer. */
  private static final int LONGEST_NAME = 63;

  /** Its primary key is called so too, with {@code _pkc} behind. */
  private static final int LONGEST_TABLE_NAME = LONGEST_NAME - 4;

  private static final Duration TO_COME_UP = Duration.ofSeconds(30);

  /** The database that was named, not yet connected to. */
  public Database database() {
    Duration wait = Objects.requireNonNullElse(arguments.duration(Option.WAIT), TO_COME_UP);
    return new Database(
        connections, arguments.value(Option.DATABASE_URL), wait, console, interruption);
  }

  /** The version table that was named, else Alembic's. */
  public VersionTable table() {
    @Nullable String name = arguments.name(Option.VERSION_TABLE, LONGEST_TABLE_NAME);
    return new VersionTable(
        arguments.name(Option.VERSION_TABLE_SCHEMA, LONGEST_NAME),
        name == null ? VersionTable.ALEMBIC.name() : name);
  }

  Settings settings() {
    Settings otherwise = Settings.DEFAULT;
    return new Settings(
        Objects.requireNonNullElse(arguments.duration(Option.LOCK_WAIT), otherwise.lockWait()),
        Objects.requireNonNullElse(
            arguments.duration(Option.LOCK_TIMEOUT), otherwise.lockTimeout()),
        arguments.duration(Option.STATEMENT_TIMEOUT),
        arguments.number(Option.RETRIES, otherwise.retries()));
  }

  /** How the files are to be run. */
  public Manner manner() {
    if (arguments.has(Option.DRY_RUN)) {
      return Manner.DRY_RUN;
    }
    return arguments.has(Option.ATOMIC) ? Manner.ATOMIC : Manner.FILE_BY_FILE;
  }

  /** The revision that was asked for. */
  public Target target(String otherwise) {
    String text = arguments.argument();
    return Target.parse(text == null ? otherwise : text);
  }

  /** What runs a job on that database, as carefully as was asked for. */
  public Engine engine() {
    return new Engine(database(), table(), settings(), console, interruption);
  }

  /**
   * What the database says, for those who only read.
   *
   * @throws MigrationException if it cannot be asked
   */
  public State state() {
    var reader = new StateReader(table());
    try (Session session = database().open()) {
      return reader.read(session);
    } catch (SQLException e) {
      throw Unexpected.of(e);
    }
  }
}
