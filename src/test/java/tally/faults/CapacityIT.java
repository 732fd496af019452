package tally.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tally.TestPostgres;
import tally.faults.Load.Sent;
import tally.faults.LoadConnection.Call;
import tally.faults.SteadyLoad.Answers;

/** How long requests take, quiet and with more to do than can be done. For who has the machine. */
class CapacityIT {
  private static final int ROUNDS = 3;
  private static final int MANY = 400;

  private Call read = new Call("GET", "/healthz", "", "");
  private int port;

  @Test
  void twiceTheCapacityAndAFloodOfLogins() throws Exception {
    assumeTrue(Figures.areWanted(), "measured by scripts/faults alone");
    var database = TestPostgres.migratedDatabase();
    try (var server =
        Replica.start(
                LocalPostgres.freePort(),
                database,
                Map.of("BCRYPT_COST", "12", "TRUSTED_PROXIES", "127.0.0.1"))
            .serving()) {
      port = server.port();
      read = Load.readingTasks(server.register("ann@example.com")).next("");
      // Until the compiler is done, which takes some of the machine, too; also with refusals.
      run(16, 0, 30);
      run(MANY, 0, 10);
      for (int round = 0; round < ROUNDS; round++) {
        double capacity = note("16 clients, as fast as they can", run(16, 0, 5)).perSecond(200);
        note("half as many a second", run(MANY, capacity / 2, 10));
        note("64 clients, as fast as they can", run(64, 0, 5));
        note("twice as many a second", run(MANY, 2 * capacity, 10));
        note("200 clients, as fast as they can", run(200, 0, 5));
        note("a quarter as many a second", run(MANY, capacity / 4, 5));
        try (var logins = Load.start(port, 200, 100, OverloadIT.logins())) {
          logins.awaitOne(Sent::isRefusedInOrder);
          note("a quarter, in a flood of logins", run(MANY, capacity / 4, 5));
          Figures.note("Overload", "logins, then", Load.outcomes(logins.stop()).toString());
        }
      }
    }
  }

  private Answers run(int connections, double perSecond, int seconds) throws IOException {
    return SteadyLoad.run(port, connections, perSecond, Duration.ofSeconds(seconds), read);
  }

  private static Answers note(String what, Answers answers) {
    for (int status : answers.times().keySet()) {
      Figures.note(
          "Overload",
          what + ", those told " + status,
          String.format(
              Locale.ROOT,
              "%.0f a second, half within %.1f ms, 99 %% within %.1f ms",
              answers.perSecond(status),
              answers.within(0.5, status).toNanos() / 1e6,
              answers.within(0.99, status).toNanos() / 1e6));
    }
    return answers;
  }
}
