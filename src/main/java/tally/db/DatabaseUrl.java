package tally.db;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to log in: a connection URI as libpq writes it, or a JDBC URL,
 * translated for pgjdbc.
 *
 * @param hosts {@code host:port} of every server, with commas between them, IPv6 addresses in
 *     brackets
 * @param database its name
 * @param user who logs in
 * @param password null where none is given; pgjdbc then looks into the password file
 * @param parameters pgjdbc's connection parameters by pgjdbc's names, without user and password
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq, connection
 *     strings</a>
 */
public record DatabaseUrl(
    String hosts,
    String database,
    String user,
    @Nullable String password,
    Map<String, String> parameters) {
  public DatabaseUrl {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads {@code postgresql://}, {@code postgres://} or {@code jdbc:postgresql://}.
   *
   * <p>User, password and database are percent-encoded, or given as the parameters {@code user},
   * {@code password} and {@code dbname}. Without a user it is the operating system's, without a
   * database the user's name, without a host localhost, as with libpq. Parameters are taken by
   * libpq's names or by pgjdbc's.
   *
   * @throws IllegalArgumentException if it is not understood. The message goes behind the name of
   *     the setting ("must begin with …") and quotes nothing that could be part of a password.
   */
  public static DatabaseUrl parse(String text) {
    return new DatabaseUrlParser(text).parse();
  }

  /** The same servers and login with another database. */
  public DatabaseUrl withDatabase(String name) {
    return new DatabaseUrl(hosts, name, user, password, parameters);
  }

  /** Servers and database for pgjdbc. Everything else is in {@link #properties}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + hosts + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** Login and parameters for pgjdbc. The password is among them. */
  public Properties properties() {
    var properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** Opens a connection. The caller closes it. */
  public Connection connect() throws SQLException {
    return connect(new Properties());
  }

  /**
   * Opens a connection. The caller closes it.
   *
   * @param defaults parameters of pgjdbc for what the URL says nothing of
   */
  public Connection connect(Properties defaults) throws SQLException {
    var merged = new Properties();
    merged.putAll(defaults);
    merged.putAll(properties());
    return new FirstConnection(this, merged).open();
  }

  /** User, servers and database. Never the password, nor parameters, which may hold another. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + hosts + "/" + database;
  }
}
