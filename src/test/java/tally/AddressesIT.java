package tally;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.db.DatabaseUrl;

/** Where a database is and how to log in, as the migrator's one connection understands it. */
class AddressesIT {
  private final DatabaseUrl database = DatabaseUrl.parse(TestPostgres.migratedDatabase());

  @TempDir private Path directory;

  @Test
  void thePasswordMayBeInThePasswordFile() throws Exception {
    var file = directory.resolve("pgpass");
    Files.writeString(file, "*:*:*:" + database.user() + ":" + database.password() + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertConnects(encoded(database.user()), database.hosts(), "", file.toString());
  }

  @Test
  void theSecondServerIsTakenWhereTheFirstDoesNotAnswer() throws Exception {
    assertConnects(login(), "127.0.0.1:1," + database.hosts(), "", "");
  }

  @Test
  void theTimeForTheLoginMayBeLimited() throws Exception {
    assertConnects(login(), database.hosts(), "?loginTimeout=20", "");
  }

  private String login() {
    String password = database.password();
    String user = encoded(database.user());
    return password == null ? user : user + ":" + encoded(password);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private void assertConnects(String login, String hosts, String parameters, String passwordFile)
      throws InterruptedException {
    var address = "postgresql://" + login + "@" + hosts + "/" + database.database() + parameters;
    var environment = Map.of("DATABASE_URL", address, "PGPASSFILE", passwordFile);
    try (var current = JarProcess.start(environment, "migrate", "check")) {
      assertEquals(0, current.exitCode(), current::err);
    }
  }
}
