package tally.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tally.TestApp;
import tally.TestPostgres;

/** {@code doctor} and {@code healthcheck}, against what is well and what is not. */
class DoctorIT {
  @RegisterExtension private static final TestApp server = TestApp.start();

  @Test
  void whatIsWellHasALineForEachCheckAndExits0() {
    var run = commands(Map.of()).run("doctor");

    // Where the tests' server is another machine, that there is no TLS is a fault indeed.
    boolean isLocal = server.databaseUrl().contains("127.0.0.1");
    assertEquals(isLocal ? 0 : 1, run.exitCode(), run::out);
    for (String check :
        new String[] {"program", "secret", "database", "clock", "pool", "zone", "revision"}) {
      assertTrue(run.out().contains("ok      " + check), run::out);
    }
    assertTrue(run.out().contains(isLocal ? "remark  tls  " : "FAULT   tls  "), run::out);
    assertFalse(run.out().contains(TestApp.SECRET), run::out);
  }

  @Test
  void faultsExit1AndSayWhatToDo() throws IOException {
    var empty = TestPostgres.emptyDatabase();
    var run =
        commands(Map.of("DATABASE_URL", empty, "DB_POOL_SIZE", "1000", "JWT_SECRET", ""))
            .run("doctor", "--json");

    assertEquals(1, run.exitCode());
    var faults = new HashMap<String, String>();
    for (var finding : new ObjectMapper().readTree(run.out())) {
      if (finding.get("verdict").textValue().equals("fault")) {
        faults.put(finding.get("check").textValue(), finding.get("message").textValue());
      }
    }
    faults.remove("tls");
    assertEquals(3, faults.size(), run::out);
    assertTrue(faults.getOrDefault("secret", "").contains("openssl rand"), run::out);
    assertTrue(faults.getOrDefault("pool", "").contains("lower it"), run::out);
    assertTrue(faults.getOrDefault("revision", "").contains("migrate upgrade head"), run::out);
  }

  @Test
  void aDatabaseThatIsAwayAndSettingsThatAreWrongAreFindings() {
    var away =
        commands(Map.of("DATABASE_URL", "postgresql://ann:sesame@127.0.0.1:1/tally")).run("doctor");
    assertEquals(1, away.exitCode());
    assertTrue(away.out().contains("FAULT   database  postgresql://ann@127.0.0.1:1/"), away::out);
    assertFalse(away.out().contains("sesame"), away::out);

    var wrong = commands(Map.of("PORT", "x", "BCRYPT_COST", "99")).run("doctor");
    assertEquals(1, wrong.exitCode());
    assertEquals(2, wrong.out().lines().filter(line -> line.startsWith("FAULT")).count());
  }

  @Test
  void whereThereIsNoDatabaseNoneIsMadeByLooking(@TempDir Path folder) throws IOException {
    var nowhere = new Commands(Map.of("DATA_DIR", folder.toString()));
    var run = nowhere.run("doctor");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("FAULT   database  There is no database"), run::out);
    var list = nowhere.run("user", "list");
    assertEquals(1, list.exitCode());
    assertTrue(list.err().startsWith("There is no database"), list::err);
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aHealthcheckAsksTheServerThatRunsHere() {
    var here = Map.of("HOST", "127.0.0.1", "PORT", String.valueOf(server.port()));
    var ready = commands(here).run("healthcheck");
    assertEquals(0, ready.exitCode(), ready::err);

    server.denyConnections();
    try {
      var unready = commands(here).run("healthcheck");
      assertEquals(1, unready.exitCode());
      assertTrue(unready.err().startsWith("Not ready, 503: "), unready::err);
    } finally {
      server.allowConnections();
    }

    var nobody = commands(Map.of("HOST", "127.0.0.1", "PORT", "1")).run("healthcheck");
    assertEquals(1, nobody.exitCode());
    assertTrue(nobody.err().startsWith("There is no answer from http://127.0.0.1:1/"), nobody::err);
  }

  private static Commands commands(Map<String, String> settings) {
    var environment = new HashMap<String, String>();
    environment.put("DATABASE_URL", server.databaseUrl());
    environment.put("JWT_SECRET", TestApp.SECRET);
    environment.putAll(settings);
    return new Commands(environment);
  }
}
