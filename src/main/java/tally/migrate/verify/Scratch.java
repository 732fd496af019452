package tally.migrate.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.database.Connections;
import tally.migrate.database.Database;
import tally.migrate.database.Quote;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;

/** A database to try migrations in: one of our own, made and dropped, or an empty one given. */
public final class Scratch implements Connections, AutoCloseable {
  private final @Nullable Session maker;
  private final String name;
  private final Connections connections;
  private final @Nullable String url;
  private final Console console;

  private Scratch(
      @Nullable Session maker,
      String name,
      Connections connections,
      @Nullable String url,
      Console console) {
    this.maker = maker;
    this.name = name;
    this.connections = connections;
    this.url = url;
    this.console = console;
  }

  /**
   * The one of {@code --scratch}, or a new one on the same server.
   *
   * @throws MigrationException if our role may not create databases
   */
  public static Scratch of(Invocation invocation) throws SQLException {
    String given = invocation.arguments().value(Option.SCRATCH);
    Console console = invocation.console();
    if (given != null) {
      return new Scratch(null, "", invocation.connections(), given, console);
    }
    String name = Leftovers.newName();
    Connections there =
        invocation
            .connections()
            .toDatabase(invocation.arguments().value(Option.DATABASE_URL), name);
    var scratch = new Scratch(invocation.database().open(), name, there, null, console);
    try {
      scratch.begin();
    } catch (SQLException | RuntimeException e) {
      scratch.leave();
      throw e;
    }
    return scratch;
  }

  private void begin() throws SQLException {
    if (maker == null) {
      return;
    }
    // A pooler may lead nowhere but to the database it knows.
    Database.refusePooler(
        maker, Integer.parseInt(maker.value("select pg_catalog.pg_backend_pid()")));
    // Nothing goes over this connection while the files run, and the lock below is to last.
    maker.value(
        "select pg_catalog.max(pg_catalog.set_config(name, '0', false))"
            + " from pg_catalog.pg_settings where name = 'idle_session_timeout'");
    Leftovers.hold(maker, name);
    create();
    Leftovers.drop(maker, console);
  }

  private void create() throws SQLException {
    try {
      // Not template1: what somebody has put into it may not be where the files are to run.
      execute("create database " + Quote.name(name) + " encoding 'UTF8' template template0");
      if (maker != null) {
        Leftovers.mark(maker, name);
      }
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NOT_PERMITTED)) {
        throw new Refusal(
            Exit.STATE,
            "Our role may not create the scratch database. Let a superuser run `alter role "
                + role()
                + " createdb`, or give the address of an empty database with --scratch",
            e);
      }
      throw e;
    }
  }

  private String role() throws SQLException {
    return maker == null ? "" : maker.value("select quote_ident(session_user)");
  }

  /** Makes it empty again; returns false where it is not ours. */
  boolean renew() throws SQLException {
    if (maker == null) {
      return false;
    }
    drop();
    create();
    return true;
  }

  private void drop() throws SQLException {
    execute("drop database if exists " + Quote.name(name) + " with (force)");
  }

  private void execute(String sql) throws SQLException {
    if (maker != null) {
      maker.execute(sql);
    }
  }

  /** Whether it was given, and stays. */
  public boolean isGiven() {
    return maker == null;
  }

  @Override
  public Connection open(@Nullable String databaseUrl, Properties properties) throws SQLException {
    return connections.open(url, properties);
  }

  @Override
  public Connections toDatabase(@Nullable String databaseUrl, String database) throws SQLException {
    return connections.toDatabase(url, database);
  }

  @Override
  public String describe(@Nullable String databaseUrl) {
    return connections.describe(url);
  }

  @Override
  public String source(@Nullable String databaseUrl) {
    return isGiven() ? "--scratch" : connections.source(url);
  }

  /** There is no database to be dropped. */
  private void leave() {
    if (maker != null) {
      maker.close();
    }
  }

  @Override
  public void close() {
    if (maker == null) {
      return;
    }
    try (maker) {
      drop();
    } catch (SQLException e) {
      console.warn(
          "The scratch database could not be dropped: `drop database "
              + name
              + "` does it. "
              + e.getMessage());
    }
  }
}
