package tally.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The migrator alone as a program, for tests that start processes: no command line library, no
 * server.
 */
final class MigrateProcess {
  private MigrateProcess() {}

  public static void main(String[] arguments) {
    System.exit(
        MigrateCommandLine.run(
            List.of(arguments),
            System.getenv(),
            new Jdbc(System.getenv("DATABASE_URL")),
            System.out,
            System.err));
  }

  /** Connections to one {@code postgresql://user:password@host:port/database}. */
  record Jdbc(@Nullable String environmentUrl) implements Connections {
    @Override
    public Connection open(@Nullable String databaseUrl, Properties properties)
        throws SQLException {
      String url = url(databaseUrl);
      int at = url.lastIndexOf('@');
      String[] user = url.substring(url.indexOf("//") + 2, at).split(":", 2);
      properties.setProperty("user", user[0]);
      if (user.length > 1) {
        properties.setProperty("password", user[1]);
      }
      Connection connection =
          new Driver().connect("jdbc:postgresql://" + url.substring(at + 1), properties);
      if (connection == null) {
        throw new SQLException("No such address");
      }
      return connection;
    }

    @Override
    public String describe(@Nullable String databaseUrl) {
      return url(databaseUrl).replaceFirst(":[^:/@]+@", ":***@");
    }

    private String url(@Nullable String databaseUrl) {
      String url = databaseUrl == null ? environmentUrl : databaseUrl;
      if (url == null) {
        throw new IllegalStateException("DATABASE_URL is not set");
      }
      return url;
    }
  }
}
