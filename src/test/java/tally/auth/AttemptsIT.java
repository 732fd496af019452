package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;
import tally.Together;

/** How guessing passwords gets slow. The tests turn the clock by turning back what is stored. */
class AttemptsIT {
  @RegisterExtension
  private static final TestApp server = TestApp.start(Map.of("TRUSTED_PROXIES", "127.0.0.1"));

  @BeforeEach
  void forgetEverything() {
    server.execute("truncate login_failures");
  }

  @Test
  void fiveFailuresOfAnAccountAreFreeAndThenTheWaitsGrow() {
    server.register("slow@example.com");

    for (int n = 0; n < 6; n++) {
      wrong("slow@example.com").expect(401).code("INVALID_CREDENTIALS");
    }
    for (int wait : List.of(1, 2, 4, 8, 16)) {
      assertEquals(
          wait,
          Double.parseDouble(
              server.query(
                  "select extract(epoch from max(blocked_until - failed_at)) from login_failures")));
      pass(wait);
      wrong("slow@example.com").expect(401);
    }
    // Whoever does not wait the 32 seconds does not wait longer for it.
    for (int n = 0; n < 3; n++) {
      var refused = wrong("slow@example.com").expect(429).code("RATE_LIMITED");
      int seconds = Integer.parseInt(refused.header("Retry-After"));
      assertTrue(seconds > 20 && seconds <= 32, refused.header("Retry-After"));
    }
  }

  @Test
  void noWaitIsLongerThanMinutesAndWithTimeItIsAsIfNothingHadBeen() {
    server.register("never@example.com");
    wrong("never@example.com").expect(401);
    server.execute("update login_failures set level = 1000");
    wrong("never@example.com").expect(401);

    var refused = wrong("never@example.com").expect(429);
    assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 512);

    pass(45 * 60);
    for (int n = 0; n < 6; n++) {
      wrong("never@example.com").expect(401);
    }
    stretch();
    wrong("never@example.com").expect(429);
  }

  @Test
  void whileAnAccountWaitsTheRightPasswordDoesTooAndSessionsGoOn() {
    var ann = server.register("waits@example.com");
    for (int n = 0; n < 6; n++) {
      wrong("waits@example.com").expect(401);
    }

    stretch();
    right("waits@example.com").expect(429);
    ann.get("/api/auth/me").expect(200);

    pass(61);
    right("waits@example.com").expect(200);
    for (int n = 0; n < 6; n++) {
      wrong("waits@example.com").expect(401);
    }
  }

  @Test
  void anUnknownAddressHasToWaitAsAKnownOne() {
    for (int n = 0; n < 6; n++) {
      wrong(n % 2 == 0 ? "nobody@example.com" : " NOBODY@example.com").expect(401);
    }
    stretch();
    wrong("nobody@example.com").expect(429);
    wrong("another@example.com").expect(401);
    assertEquals(
        "0", server.query("select count(*) from login_failures where subject like '%nobody%'"));
  }

  @Test
  void allServersCountTogether() {
    server.register("both@example.com");
    try (var replica = TestApp.start(Map.of(), server.databaseUrl(), Clock.systemUTC())) {
      for (int n = 0; n < 6; n++) {
        (n % 2 == 0
                ? wrong("both@example.com")
                : replica.anonymous().login("both@example.com", "x"))
            .expect(401);
      }
      stretch();
      wrong("both@example.com").expect(429);
      replica.anonymous().login("both@example.com", TestApp.PASSWORD).expect(429);
    }
  }

  @Test
  void twentyFailuresOfAnAddressAreFreeWhateverTheAccount() {
    var attacker = from("2001:db8:1:2::%x");
    for (int n = 0; n < 21; n++) {
      attacker.apply(n).login("victim%d@example.com".formatted(n), "a wrong password").expect(401);
    }

    stretch();
    attacker.apply(99).login("victim99@example.com", "a wrong password").expect(429);

    var neighbour = server.anonymous().with("X-Forwarded-For", "2001:db8:1:3::1");
    neighbour.login("victim99@example.com", "a wrong password").expect(401);
  }

  @Test
  void anAddressInFrontOfTheProxysIsNotBelieved() {
    for (int n = 0; n < 21; n++) {
      var forged = "198.51.100.%d, 203.0.113.9".formatted(n);
      var client = server.anonymous().with("X-Forwarded-For", forged);
      client.login("victim%d@example.com".formatted(n), "a wrong password").expect(401);
    }
    stretch();
    var client = server.anonymous().with("X-Forwarded-For", "198.51.100.99, 203.0.113.9");
    client.login("victim99@example.com", "a wrong password").expect(429);
  }

  @Test
  void guessesAtTheSameMomentCountAsWell() {
    server.register("flood@example.com");
    wrong("flood@example.com").expect(401);
    // One more is let through, and then there are 32 seconds to wait.
    server.execute("update login_failures set level = 2 where subject like 'account %'");
    int hashed = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    var statuses =
        Together.run(40, n -> from("192.0.2.%d").apply(n).login("flood@example.com", "guess " + n))
            .stream()
            .map(reply -> reply.response().statusCode())
            .toList();

    long tried = statuses.stream().filter(status -> status == 401).count();
    assertTrue(tried >= 1 && tried <= hashed, statuses::toString);
    assertEquals(40 - tried, statuses.stream().filter(status -> status == 429).count());
  }

  @Test
  void whatIsVoidIsClearedAway() {
    for (int n = 0; n < 4; n++) {
      from("192.0.2.%d").apply(n).login("old%d@example.com".formatted(n), "wrong").expect(401);
    }
    assertEquals("8", server.query("select count(*) from login_failures"));
    pass(3601);

    wrong("new@example.com").expect(401);

    assertEquals("2", server.query("select count(*) from login_failures"));
  }

  /** Whoever has to wait has to wait a minute longer, however slow the test is. */
  private static void stretch() {
    server.execute(
        """
        update login_failures
        set blocked_until = blocked_until + interval '1 minute'
        where blocked_until > failed_at
        """);
  }

  /** So many seconds go by. */
  private static void pass(int seconds) {
    server.execute(
        """
        update login_failures
        set failed_at = failed_at - interval '%1$d seconds',
          blocked_until = blocked_until - interval '%1$d seconds'
        """
            .formatted(seconds));
  }

  private static IntFunction<TestClient> from(String addresses) {
    return n -> server.anonymous().with("X-Forwarded-For", addresses.formatted(n));
  }

  private static Reply wrong(String email) {
    return server.anonymous().login(email, "a wrong password");
  }

  private static Reply right(String email) {
    return server.anonymous().login(email, TestApp.PASSWORD);
  }
}
