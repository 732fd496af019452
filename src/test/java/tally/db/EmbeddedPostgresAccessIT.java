package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets into the embedded PostgreSQL, and what they may there. */
class EmbeddedPostgresAccessIT extends DataFolderCase {
  @Test
  void theServersRoleOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
    try (var postgres = start()) {
      var url = postgres.url();

      assertEquals("tally", query(url, "select current_user"));
      assertEquals(
          "f",
          query(
              url,
              """
              select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
              from pg_roles where rolname = current_user
              """));
      execute(url, "create extension pg_trgm");
      assertEquals("t", query(url, "select 'Straße' ilike '%STRAßE%' and 'Привет' % 'привет'"));
      assertEquals("on on", query(url, settings("fsync", "full_page_writes")));
      assertEquals("18", query(url, "select current_setting('server_version_num')::int / 10000"));
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() throws SQLException, IOException {
    try (var postgres = start()) {
      for (var user : List.of("tally", "postgres", "root")) {
        for (var database : List.of("tally", "postgres", "template1")) {
          var url = "postgresql://%s@%s/%s".formatted(user, postgres.url().hosts(), database);
          assertThrows(SQLException.class, () -> DatabaseUrl.parse(url).connect().close());
          var wrong = url.replace("@", ":wrong@");
          var thrown =
              assertThrows(SQLException.class, () -> DatabaseUrl.parse(wrong).connect().close());
          assertEquals("28P01", thrown.getSQLState(), "refused for its password");
        }
      }
      var superuser = superuser(postgres);
      assertEquals(
          "scram-sha-256", query(superuser, "select distinct auth_method from pg_hba_file_rules"));
      assertEquals(
          "127.0.0.1 ", query(superuser, settings("listen_addresses", "unix_socket_directories")));
    }
  }

  @Test
  void onlyTheLoopbackAddressIsListenedOn() throws IOException {
    try (var postgres = start()) {
      for (var address : otherAddresses()) {
        try (var socket = new Socket()) {
          assertThrows(
              SocketException.class,
              () -> socket.connect(new InetSocketAddress(address, port(postgres.url())), 2000),
              address.toString());
        }
      }
    }
  }

  @Test
  void theFilesAreTheirOwnersAlone() throws IOException {
    assertEquals("rwx------", permissions(folder.resolve("postgres")));
    assertEquals("rwx------", permissions(folder.resolve("postgres/data")));
    assertEquals("rw-------", permissions(folder.resolve("postgres/password")));
    assertEquals("rw-------", permissions(folder.resolve("postgres/superuser-password")));

    var missing = folder.resolve("new/folder");
    DataFolder.at(missing);
    assertEquals("rwx------", permissions(missing));
  }

  private DatabaseUrl superuser(EmbeddedPostgres postgres) throws IOException {
    var password = Files.readString(folder.resolve("postgres/superuser-password")).strip();
    return DatabaseUrl.parse(
        "postgresql://postgres:%s@%s/tally".formatted(password, postgres.url().hosts()));
  }

  private static String settings(String one, String other) {
    return "select concat_ws(' ', current_setting('%s'), current_setting('%s'))"
        .formatted(one, other);
  }

  private static List<InetAddress> otherAddresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
        .toList();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
