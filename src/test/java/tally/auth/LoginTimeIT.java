package tally.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mindrot.jbcrypt.BCrypt;
import tally.TestApp;

/** From how long a refusal takes nobody learns whom it was about. */
class LoginTimeIT {
  private static final int ROUNDS = 15;

  /** A machine that is disturbed gets another chance; a real difference stays one. */
  private static final int MOST_ROUNDS = 6 * ROUNDS;

  private static TestApp server;

  @BeforeAll
  static void start() {
    server = TestApp.start();
    server.register("known@example.com");
    server.register("inactive@example.com");
    server.register("legacy@example.com");
    server.execute("update users set is_active = false where email = 'inactive@example.com'");
    server.execute(
        "update users set hashed_password = '%s' where email = 'legacy@example.com'"
            .formatted(BCrypt.hashpw("an old password", BCrypt.gensalt(4))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void allRefusalsTakeTheSameTime() {
    var kinds =
        new ArrayList<>(
            List.of(
                new Kind("a wrong password", "known@example.com", "a wrong password"),
                new Kind("an unknown address", "nobody@example.com", "a wrong password"),
                new Kind("an inactive user", "inactive@example.com", TestApp.PASSWORD),
                new Kind("a hash of a low cost", "legacy@example.com", "a wrong password"),
                new Kind("no address at all", "nobody", "a wrong password")));
    var times = new HashMap<Kind, List<Long>>();
    double spread = Double.MAX_VALUE;
    for (int round = 1; round <= MOST_ROUNDS && spread > 0.1; round++) {
      // All in each round and in any order, so that what disturbs one disturbs all.
      Collections.shuffle(kinds);
      for (var kind : kinds) {
        times.computeIfAbsent(kind, k -> new ArrayList<>()).add(micros(kind));
      }
      server.execute("delete from login_failures");
      if (round % ROUNDS == 0) {
        spread = spread(times);
      }
    }
    assertTrue(spread <= 0.1, () -> "medians differ: " + times);
  }

  /** Somebody who is refused. */
  private record Kind(String name, String email, String password) {}

  private static long micros(Kind kind) {
    var credentials = Map.of("email", kind.email(), "password", kind.password());
    long started = System.nanoTime();
    var reply = server.anonymous().post("/api/auth/login", credentials);
    long took = System.nanoTime() - started;
    reply.expect(401).code("INVALID_CREDENTIALS");
    return took / 1000;
  }

  /** By how much the slowest median is above the fastest one. */
  private static double spread(Map<Kind, List<Long>> times) {
    var medians =
        times.values().stream()
            .map(all -> all.stream().sorted().toList().get(all.size() / 2))
            .sorted()
            .toList();
    return (double) medians.get(medians.size() - 1) / medians.get(0) - 1;
  }
}
