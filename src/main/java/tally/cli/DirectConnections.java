package tally.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tally.db.DatabaseUrl;
import tally.migrate.database.Connections;

/** Connections to one address, without a pool. */
record DirectConnections(DatabaseUrl url) implements Connections {
  @Override
  public Connection open(@Nullable String databaseUrl, Properties properties) throws SQLException {
    return url.connect(properties);
  }

  @Override
  public Connections toDatabase(@Nullable String databaseUrl, String database) {
    return new DirectConnections(url.withDatabase(database));
  }

  @Override
  public String describe(@Nullable String databaseUrl) {
    return url.toString();
  }
}
