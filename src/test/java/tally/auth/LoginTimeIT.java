package tally.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mindrot.jbcrypt.BCrypt;
import tally.TestApp;

/** From how long a refusal takes nobody learns whom it was about. */
class LoginTimeIT {
  private static final int ROUNDS = 40;

  @RegisterExtension private static final TestApp server = TestApp.start();

  @BeforeAll
  static void start() {
    server.register("known@example.com");
    server.register("inactive@example.com");
    server.register("legacy@example.com");
    server.execute("update users set is_active = false where email = 'inactive@example.com'");
    server.execute(
        "update users set hashed_password = '%s' where email = 'legacy@example.com'"
            .formatted(BCrypt.hashpw("an old password", BCrypt.gensalt(4))));
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
    for (int round = 0; round < ROUNDS; round++) {
      // All in each round and in any order, so that what disturbs one disturbs all.
      Collections.shuffle(kinds);
      for (var kind : kinds) {
        times.computeIfAbsent(kind, k -> new ArrayList<>()).add(micros(kind));
      }
      server.execute("delete from login_failures");
    }
    times.values().forEach(all -> all.sort(null));
    var slowest = times.values().stream().mapToLong(all -> median(all, -1)).max().orElseThrow();
    var fastest = times.values().stream().mapToLong(all -> median(all, 1)).min().orElseThrow();
    assertTrue(slowest <= 1.1 * fastest, () -> "medians differ: " + times);
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

  /**
   * At least or at most what the median is, but for one case in a thousand: on a machine that is
   * disturbed it is not to be told more exactly.
   *
   * @param side -1 for at least, 1 for at most
   */
  private static long median(List<Long> sorted, int side) {
    double n = sorted.size();
    return sorted.get((int) Math.round(n / 2 + side * 1.5 * Math.sqrt(n)));
  }
}
