package tally.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;
import tally.faults.Load.Script;
import tally.faults.Load.Sent;

/** How long requests take, quiet and with more to do than can be done. For who has the machine. */
class CapacityIT {
  private static final int FEW = 32;
  private static final int MANY = 200;

  @Test
  void twiceTheCapacityAndAFloodOfLogins() throws InterruptedException {
    assumeTrue(Figures.areWanted(), "measured by scripts/faults alone");
    var database = TestPostgres.migratedDatabase();
    try (var server =
        Replica.start(
                LocalPostgres.freePort(),
                database,
                Map.of("BCRYPT_COST", "12", "TRUSTED_PROXIES", "127.0.0.1"))
            .serving()) {
      int port = server.port();
      var reads = Load.readingTasks(server.register("ann@example.com"));
      // Not all it can take: the compiler needs some of the machine, too.
      run(port, FEW, 400, 20, reads);
      run(port, FEW, 0, 5, reads);
      double capacity = perSecond(acknowledged(run(port, FEW, 0, 5, reads)), 5);
      note("reads a second", rounded(capacity));
      var quiet = Load.p99(acknowledged(run(port, FEW, capacity / 2, 10, reads)));
      note("p99 at half of it", millis(quiet));
      var usual = run(port, 2 * FEW, 0, 5, reads);
      note("p99 of 64 clients, as fast as they can", millis(Load.p99(acknowledged(usual))));
      note("outcomes, then", Load.outcomes(usual).toString());
      var overload = run(port, MANY, 2 * capacity, 10, reads);
      var served = acknowledged(overload);
      note("p99 of the answered at twice as many", millis(Load.p99(served)));
      note("answered a second, then", rounded(perSecond(served, 10)));
      note("outcomes, then", Load.outcomes(overload).toString());
      note("p99 of the 503, then", millis(Load.p99(refused(overload))));

      try (var logins = Load.start(port, MANY, 100, OverloadIT.logins())) {
        logins.awaitOne(Sent::isRefusedInOrder);
        var meanwhile = run(port, FEW, capacity / 4, 10, reads);
        note("p99 of reads in a flood of logins", millis(Load.p99(acknowledged(meanwhile))));
        note("outcomes of reads, then", Load.outcomes(meanwhile).toString());
        note("outcomes of logins, then", Load.outcomes(logins.sent()).toString());
      }
    }
  }

  private static List<Sent> run(int port, int clients, double perSecond, int seconds, Script what)
      throws InterruptedException {
    try (var load = Load.start(port, clients, perSecond, what)) {
      Thread.sleep(seconds * 1000L);
      return load.stop();
    }
  }

  private static List<Sent> acknowledged(List<Sent> sent) {
    return sent.stream().filter(Sent::isAcknowledged).toList();
  }

  private static List<Sent> refused(List<Sent> sent) {
    return sent.stream().filter(Sent::isRefusedInOrder).toList();
  }

  private static double perSecond(List<Sent> sent, int seconds) {
    return (double) sent.size() / seconds;
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, "%.0f", number);
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  private static void note(String what, String value) {
    Figures.note("Overload", what, value);
  }
}
