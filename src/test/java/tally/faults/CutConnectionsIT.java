package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tally.TestApp;
import tally.TestPostgres;
import tally.db.DatabaseUrl;
import tally.faults.Load.Sent;

/** A network that cuts, delays and swallows. */
class CutConnectionsIT {
  @Test
  void betweenServerAndDatabaseACutIsA503AtMostAndReadsGoOn() throws InterruptedException {
    var database = TestPostgres.migratedDatabase();
    try (var network = TcpProxy.to(port(database));
        var server = start(database, network)) {
      var ann = server.register();
      var authorization = ann.header("Authorization");
      try (var writes = Load.start(server.port(), 4, Load.creatingTasks(authorization));
          var reads = Load.start(server.port(), 4, Load.readingTasks(authorization))) {
        for (int bytes = 0; bytes < 20; bytes++) {
          writes.awaitOne(Sent::isAcknowledged);
          reads.awaitOne(Sent::isAcknowledged);
          // In the middle of an answer, each time of another one.
          network.cutAfter(37L * bytes);
        }
        network.cutAfter(Long.MAX_VALUE / 2);
        writes.awaitOne(Sent::isAcknowledged);
        assertEquals(Map.of(), notInOrder(writes.stop()));
        assertEquals(Map.of(), notInOrder(reads.stop()));
      }
      network.delay(20);
      ann.get("/api/tasks").expect(200);
      network.delay(0);

      network.swallow(true);
      ann.get("/api/tasks").expect(503).header("Retry-After");
      server.anonymous().get("/readyz").expect(503);
      network.swallow(false);
      network.cut();
      try (var reads = Load.start(server.port(), 1, Load.readingTasks(authorization))) {
        reads.awaitOne(Sent::isAcknowledged);
      }
    }
  }

  @Test
  void betweenClientAndServerAKeyMakesItOnceAndNotTwice() throws InterruptedException {
    try (var server = TestApp.start();
        var network = TcpProxy.to(server.port())) {
      var ann = server.register();
      var writes = KeyedWrites.start(network.port(), 4, ann.header("Authorization"));
      for (int i = 0; i < 30; i++) {
        writes.await(3);
        // Somewhere in one of the answers, or before it.
        network.cutAfter(71L * i);
      }
      network.cutAfter(Long.MAX_VALUE / 2);
      writes.stop();

      assertEquals(List.of(), writes.surprises());
      var stored = server.query("select count(*) || ' ' || count(distinct title) from tasks");
      int acknowledged = writes.acknowledged().size();
      assertEquals(acknowledged + " " + acknowledged, stored);
    }
  }

  private static Map<String, Long> notInOrder(List<Sent> sent) {
    return Load.outcomes(
        sent.stream().filter(one -> !one.isAcknowledged() && !one.isRefusedInOrder()).toList());
  }

  private static TestApp start(String database, TcpProxy network) {
    var hosts = DatabaseUrl.parse(database).hosts();
    var through = database.replace(hosts, "127.0.0.1:" + network.port());
    assertTrue(!through.equals(database), "the address has its port");
    return TestApp.start(Map.of("DB_STATEMENT_TIMEOUT", "1s"), through, Clock.systemUTC());
  }

  private static int port(String database) {
    var hosts = DatabaseUrl.parse(database).hosts();
    return Integer.parseInt(hosts.substring(hosts.lastIndexOf(':') + 1));
  }
}
