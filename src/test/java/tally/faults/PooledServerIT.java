package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestApp;
import tally.TestPostgres;
import tally.faults.Load.Sent;
import tally.migrate.PgBouncer;

/** A server behind a real PgBouncer, which gives it another connection for each transaction. */
class PooledServerIT {
  @TempDir private Path folder;

  @Test
  void inTransactionModeItServesWithoutPreparedStatements() throws Exception {
    assumeTrue(PgBouncer.isInstalled());
    try (var bouncer = PgBouncer.start(folder, TestPostgres.migratedDatabase(), "transaction");
        var server =
            TestApp.start(Map.of(), bouncer.url() + "&prepareThreshold=0", Clock.systemUTC())) {
      var ann = server.register();
      var authorization = ann.header("Authorization");
      try (var writes = Load.start(server.port(), 6, Load.creatingTasks(authorization));
          var reads = Load.start(server.port(), 6, Load.readingTasks(authorization))) {
        writes.warm(200);
        reads.warm(200);
        assertEquals(Map.of(), failed(writes.stop()));
        assertEquals(Map.of(), failed(reads.stop()));
      }
      var keyed = KeyedWrites.start(server.port(), 4, authorization);
      keyed.await(20);
      keyed.stop();
      assertEquals(List.of(), keyed.surprises());
      var talk = ann.post("/api/conversations", Map.of()).expect(201).location();
      var message = Map.of("role", "USER", "content", "hello");
      ann.post(talk + "/messages", message).expect(201);
      ann.get("/api/conversations?q=hello").expect(200);
      ann.get("/api/auth/me/export").expect(200);
      server.anonymous().get("/readyz").expect(200);
      ann.delete("/api/auth/me", Map.of("password", TestApp.PASSWORD)).expect(204);
    }
  }

  private static Map<String, Long> failed(List<Sent> sent) {
    return Load.outcomes(sent.stream().filter(one -> !one.isAcknowledged()).toList());
  }
}
