package tally.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import tally.db.Database;
import tally.db.InSteps;
import tally.http.Authenticator;
import tally.http.Origins;
import tally.http.Paging;
import tally.http.RateLimits;
import tally.http.Routes;

/**
 * What logs users in, put together.
 *
 * @param authenticator tells every other route who asks
 * @param cleaning deletes what is over, and what is left of users who are; to be run now and then,
 *     by one server
 */
public record Auth(List<Routes> routes, Authenticator authenticator, Runnable cleaning) {
  /**
   * What an installation decides.
   *
   * @param secrets 32 bytes or more each, newest first: it signs tokens, all verify them
   * @param secureCookie false only for plain http on the own machine
   * @param origins the other sites whose scripts may use the cookie
   */
  public record Settings(List<byte[]> secrets, boolean secureCookie, Origins origins) {}

  /** Puts the parts together over a database. */
  public static Auth of(
      Database database,
      Passwords passwords,
      Paging paging,
      InSteps steps,
      Settings settings,
      RateLimits limits,
      Clock clock,
      MeterRegistry meters) {
    var users = database.dao(UserDao.class);
    var accounts = database.dao(AccountDao.class);
    var sessions = database.dao(SessionDao.class);
    var deletion = new AccountDeletion(accounts, steps);
    var live = new LiveSessions(sessions);
    var tokens = new Tokens(settings.secrets(), clock);
    var cookie = new AccessCookie(settings.secureCookie());
    var guard =
        new Guard(
            tokens, live, cookie, new SameOrigin(settings.origins(), settings.secureCookie()));
    var check = new PasswordCheck(passwords, new Attempts(database.dao(AttemptDao.class)));
    var logins =
        new Logins(users, sessions, passwords, check, tokens, new LoginMeters(meters), limits);
    return new Auth(
        List.of(
            new AuthRoutes(logins, live, guard, tokens, cookie, limits),
            new AccountRoutes(users, accounts, deletion, passwords, check, live, cookie),
            new SessionRoutes(sessions, live, paging)),
        guard,
        () -> {
          steps.deleteAll(() -> sessions.deleteExpired(InSteps.ROWS));
          deletion.deleteCondemned();
        });
  }
}
