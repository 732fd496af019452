package tally.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import tally.db.DatabaseUrl;
import tally.migrate.database.Connections;

/** Connections to an address, for tests. */
record Jdbc(String address) implements Connections {
  @Override
  public Connection open(@Nullable String databaseUrl, Properties properties) throws SQLException {
    DatabaseUrl url = url(databaseUrl);
    properties.putAll(url.properties());
    Connection connection = new Driver().connect(url.jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("not an address of PostgreSQL");
    }
    return connection;
  }

  @Override
  public Connections toDatabase(@Nullable String databaseUrl, String database) {
    DatabaseUrl url = url(databaseUrl).withDatabase(database);
    return new Jdbc(
        "postgresql://%s:%s@%s/%s"
            .formatted(
                url.user(), Objects.requireNonNullElse(url.password(), ""), url.hosts(), database));
  }

  @Override
  public String describe(@Nullable String databaseUrl) {
    return url(databaseUrl).toString();
  }

  private DatabaseUrl url(@Nullable String databaseUrl) {
    return DatabaseUrl.parse(databaseUrl == null ? address : databaseUrl);
  }
}
