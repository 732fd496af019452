package tally.auth;

import java.time.Clock;
import java.util.List;
import tally.db.Database;
import tally.http.Authenticator;
import tally.http.Origins;
import tally.http.Routes;

/**
 * What logs users in, put together.
 *
 * @param authenticator tells every other route who asks
 */
public record Auth(Routes routes, Authenticator authenticator) {
  /**
   * Puts the parts together over a database.
   *
   * @param secrets 32 bytes or more each, newest first: it signs tokens, all verify them
   * @param secureCookie false only for plain http on the own machine
   * @param origins the other sites whose scripts may use the cookie
   */
  public static Auth of(
      Database database,
      Passwords passwords,
      List<byte[]> secrets,
      boolean secureCookie,
      Origins origins,
      Clock clock) {
    var users = database.dao(UserDao.class);
    var sessions = database.dao(SessionDao.class);
    var tokens = new Tokens(secrets, clock);
    var cookie = new AccessCookie(secureCookie);
    var guard = new Guard(tokens, sessions, cookie, new SameOrigin(origins));
    var logins = new Logins(users, sessions, passwords, tokens);
    return new Auth(new AuthRoutes(logins, users, sessions, guard, tokens, cookie), guard);
  }
}
