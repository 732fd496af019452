package tally.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tally.Config;
import tally.db.DatabaseUrl;
import tally.db.EmbeddedPostgres;
import tally.db.EmbeddedPostgresException;
import tally.migrate.database.Connections;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;

/**
 * The database to migrate: what {@code --database-url} says, else MIGRATE_DATABASE_URL, else
 * DATABASE_URL, else the embedded one.
 *
 * <p>Reads these settings by itself and in plain steps: a run with nothing to do is mostly start-up
 * time, and the whole configuration takes longer to read than the database to answer.
 */
final class MigrateConnections implements Connections, AutoCloseable {
  /** SQLSTATE for what cannot get better by waiting. */
  private static final String INVALID = "22023";

  private static final List<String> NAMES = List.of("MIGRATE_DATABASE_URL", "DATABASE_URL");

  private final Map<String, String> environment;
  private final PrintStream progress;
  private boolean mayMake = true;
  private @Nullable EmbeddedPostgres embedded;

  MigrateConnections(Map<String, String> environment, PrintStream progress) {
    this.environment = environment;
    this.progress = progress;
  }

  @Override
  public void onlyLook() {
    mayMake = false;
  }

  @Override
  public Connection open(@Nullable String databaseUrl, Properties properties) throws SQLException {
    return new DirectConnections(url(databaseUrl)).open(null, properties);
  }

  @Override
  public Connections toDatabase(@Nullable String databaseUrl, String database) throws SQLException {
    return new DirectConnections(url(databaseUrl).withDatabase(database));
  }

  @Override
  public boolean isGiven(@Nullable String databaseUrl) {
    boolean given = databaseUrl != null;
    for (String name : NAMES) {
      given |= isSet(name) || isSet(name.concat("_FILE"));
    }
    return given;
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  @Override
  public String source(@Nullable String databaseUrl) {
    if (databaseUrl != null) {
      return "--database-url";
    }
    for (String name : NAMES) {
      if (isSet(name)) {
        return name;
      }
      if (isSet(name.concat("_FILE"))) {
        return "the file that " + name + "_FILE names";
      }
    }
    return Connections.super.source(null);
  }

  @Override
  public String describe(@Nullable String databaseUrl) {
    try {
      return url(databaseUrl).toString();
    } catch (SQLException e) {
      return "an address that cannot be read";
    }
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private DatabaseUrl url(@Nullable String given) throws SQLException {
    if (given != null) {
      // Of whichever option it came from.
      return parse("The address", given);
    }
    for (String name : NAMES) {
      String text = setting(name);
      if (text != null) {
        return parse(name, text);
      }
    }
    if (embedded == null) {
      Path folder = Config.forCommand(environment).dataDir();
      if (!mayMake && !EmbeddedPostgres.isIn(folder)) {
        throw new Refusal(
            Exit.UNREACHABLE,
            "There is no database: neither DATABASE_URL nor --database-url names one, and "
                + folder
                + " has none yet. `migrate upgrade` makes one there");
      }
      try {
        embedded = EmbeddedPostgres.use(folder, progress::println);
      } catch (EmbeddedPostgresException e) {
        throw new Refusal(Exit.UNREACHABLE, String.valueOf(e.getMessage()), e);
      }
    }
    return embedded.url();
  }

  private @Nullable String setting(String name) throws SQLException {
    String text = environment.get(name);
    String file = environment.get(name.concat("_FILE"));
    if (text != null && !text.isBlank()) {
      return text.strip();
    }
    if (file == null || file.isBlank()) {
      return null;
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | IllegalArgumentException e) {
      throw new SQLException(name + "_FILE names a file that cannot be read", INVALID, e);
    }
  }

  private static DatabaseUrl parse(String name, String text) throws SQLException {
    try {
      return DatabaseUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SQLException(name + " " + e.getMessage(), INVALID, e);
    }
  }
}
