package tally.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The database as the server uses it: a bounded pool, and SQL objects over it. */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool).installPlugin(new Arguments());
  }

  /** Makes the pool. A database that is away is no reason to fail: it may come. */
  public static Database open(DatabaseUrl url, PoolSettings settings) {
    return open(url, settings, null);
  }

  /**
   * The same, measured.
   *
   * @param meters a registry of Micrometer, null to leave it out
   */
  public static Database open(
      DatabaseUrl url, PoolSettings settings, @Nullable MeterRegistry meters) {
    var config = new HikariConfig();
    config.setPoolName("tally");
    config.setJdbcUrl(url.jdbcUrl());
    config.setDataSourceProperties(properties(url, settings));
    config.setMaximumPoolSize(settings.size());
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setValidationTimeout(Math.min(1000, settings.connectionTimeout().toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new DemotedPrimary());
    // Not as startup parameters, which a pooler in front of PostgreSQL would refuse. Compiling a
    // statement takes longer than any of these should run.
    config.setConnectionInitSql(
        "set statement_timeout = " + settings.statementTimeout().toMillis() + "; set jit = off");
    if (meters != null) {
      config.setMetricsTrackerFactory((name, stats) -> new PoolMeters(meters, name, stats));
    }
    return new Database(new HikariDataSource(config));
  }

  /** An implementation of a SQL object that takes a connection for each of its statements. */
  public <T> T dao(Class<T> type) {
    return SqlObjects.of(type, jdbi);
  }

  /** A connection of the pool. The caller closes it. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Properties properties(DatabaseUrl url, PoolSettings settings) {
    var properties = new Properties();
    properties.setProperty("ApplicationName", "tally");
    properties.setProperty("tcpKeepAlive", "true");
    // A server that is frozen cancels nothing: a second later the client gives up by itself.
    properties.setProperty("socketTimeout", seconds(settings.statementTimeout().plusSeconds(1)));
    // Of several hosts a dead one must leave time for the next.
    int hosts = url.hosts().split(",", -1).length;
    properties.setProperty(
        "connectTimeout", seconds(settings.connectionTimeout().dividedBy(hosts)));
    // Its detail repeats the values of a row.
    properties.setProperty("logServerErrorDetail", "false");
    properties.putAll(url.properties());
    return properties;
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
  }
}
