package tally.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.JarProcess;
import tally.TestApp;

/** DATABASE_URL as libpq and hosted databases write it, to a PostgreSQL with TLS and SCRAM. */
class TlsDatabaseIT {
  private static final String USER = "ann@example.com";
  private static final String PASSWORD = "p@ss/w:rd %?&=#,1";

  @TempDir private static Path folder;
  private static LocalPostgres postgres;
  private static Certificate certificate;

  @BeforeAll
  static void start() throws Exception {
    postgres = LocalPostgres.start(folder);
    postgres.execute(
        "create role \"%s\" login in role tally password '%s'".formatted(USER, PASSWORD));
    postgres.stop("fast");
    certificate = Certificate.in(postgres.data());
    postgres.set("ssl = on");
    Files.writeString(
        postgres.data().resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 scram-sha-256
        hostssl all all 127.0.0.1/32 scram-sha-256
        """);
    postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aHostedDatabasesAddressIsTakenAsItIs() throws Exception {
    for (var parameters :
        List.of(
            "sslmode=require&channel_binding=require",
            "sslmode=verify-full&channel_binding=require&sslrootcert="
                + URLEncoder.encode(certificate.certificate().toString(), UTF_8))) {
      var address = address(parameters + "&application_name=" + parameters.length());
      try (var server = TestApp.start(Map.of(), address, Clock.systemUTC())) {
        server.register().post("/api/tasks", Map.of("title", "a")).expect(201);
        assertEquals(
            List.of("t"),
            postgres.query(
                """
                select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
                where application_name = '%d'
                """
                    .formatted(parameters.length())));
      }
    }
  }

  @Test
  void theMigratorTakesItToo() throws Exception {
    var address = address("sslmode=require&channel_binding=require");
    try (var check = JarProcess.start(Map.of("DATABASE_URL", address), "migrate", "current")) {
      assertEquals(0, check.exitCode(), check::err);
      assertTrue(check.out().contains("(head)"), check::out);
    }
  }

  @Test
  void withoutTlsItIsRefusedAndThePasswordIsNotShown() throws Exception {
    var address = address("sslmode=disable");
    try (var check = JarProcess.start(Map.of("DATABASE_URL", address), "migrate", "current")) {
      assertEquals(1, check.exitCode());
      assertTrue(!check.err().contains("p@ss") && !check.err().contains("p%40ss"), check::err);
    }
  }

  /** With a host before it where nobody listens. */
  private static String address(String parameters) {
    return "postgresql://%s:%s@127.0.0.1:1,127.0.0.1:%d/tally?%s"
        .formatted(encoded(USER), encoded(PASSWORD), postgres.port(), parameters);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
