package tally.migrate.database;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import tally.migrate.console.Console;
import tally.migrate.console.Durations;
import tally.migrate.console.Waiting;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/** Opens connections to one database, and waits while it is coming up. */
public final class Database {
  private static final String LOGIN_SECONDS = "5";
  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 1000;

  private final Connections connections;
  private final @Nullable String url;
  private final Duration wait;
  private final Console console;
  private final Interruption interruption;

  public Database(
      Connections connections,
      @Nullable String url,
      Duration wait,
      Console console,
      Interruption interruption) {
    this.connections = connections;
    this.url = url;
    this.wait = wait;
    this.console = console;
    this.interruption = interruption;
  }

  /** The address without its password. */
  public String address() {
    return connections.describe(url);
  }

  /**
   * Opens a connection, and waits as long as was asked for while the server is coming up.
   *
   * @throws MigrationException if the database cannot be reached in time, or refuses us, or is
   *     behind a pooler that does not let our connection through
   */
  public Session open() {
    return open(wait);
  }

  /** As {@link #open()}, waiting at most so long; no time at all means one attempt. */
  public Session open(Duration atMost) {
    long began = System.nanoTime();
    long deadline = began + atMost.toNanos();
    long pause = FIRST_PAUSE;
    boolean told = false;
    while (true) {
      try {
        var session = new Session(connect());
        console.show(null);
        return session;
      } catch (SQLException e) {
        if (SqlState.isPooler(e)) {
          throw pooler(e);
        }
        if (!SqlState.isComingUp(e) || System.nanoTime() >= deadline) {
          throw unreachable(e);
        }
        if (!told) {
          console.note(
              "Waiting for the database at "
                  + address()
                  + ", "
                  + Durations.show(atMost)
                  + " at most: "
                  + firstLine(e));
          console.show(new Waiting("the database at " + address(), began));
          told = true;
        }
        interruption.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  /** One attempt, for what can do without. */
  public Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    properties.setProperty(PGProperty.APPLICATION_NAME.getName(), Session.APPLICATION);
    // Lets the driver say all it has to say in one message, not in two more afterwards.
    properties.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION.getName(), "14");
    // A server may take a connection and never say a word.
    properties.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), LOGIN_SECONDS);
    Connection connection = connections.open(url, properties);
    // But a statement may take hours; what the address says about that is meant for the server's
    // own short ones.
    connection.setNetworkTimeout(Runnable::run, 0);
    return connection;
  }

  private MigrationException unreachable(SQLException e) {
    if (SqlState.is(e, SqlState.INVALID_VALUE)) {
      // The address itself is wrong, and the message says how.
      return new Refusal(Exit.USAGE, firstLine(e), e);
    }
    return new Refusal(
        Exit.UNREACHABLE,
        "The database at "
            + address()
            + " cannot be used: "
            + firstLine(e)
            + " Check that it is running, and the address in "
            + connections.source(url),
        e);
  }

  private static MigrationException pooler(@Nullable SQLException e) {
    return new Refusal(
        Exit.POOLER,
        "This connection goes through a pooler, which may hand every transaction to another server"
            + " process, so that a lock protects nothing. Give the database's own address in"
            + " MIGRATE_DATABASE_URL or --database-url",
        e);
  }

  /**
   * Refuses a connection that another process answers on than it was made to.
   *
   * @throws MigrationException if the process that answered is not the one that was connected to
   */
  public static void refusePooler(Session session, int answeringPid) {
    if (session.backendPid() != answeringPid) {
      throw pooler(null);
    }
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    if (e.getCause() instanceof UnknownHostException unknown) {
      line = "There is no host " + unknown.getMessage();
    } else if (e.getCause() instanceof SocketTimeoutException) {
      line = "It does not answer";
    }
    return line.endsWith(".") ? line : line + ".";
  }
}
