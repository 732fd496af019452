package tally.auth;

import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tally.db.Ids;
import tally.http.Caller;
import tally.http.ClientAddress;
import tally.http.Problem;
import tally.http.RateLimits;

/** Turns an address and a password into a session with its token. */
final class Logins {
  private final UserDao users;
  private final SessionDao sessions;
  private final Passwords passwords;
  private final PasswordCheck check;
  private final Tokens tokens;
  private final LoginMeters meters;
  private final RateLimits limits;

  Logins(
      UserDao users,
      SessionDao sessions,
      Passwords passwords,
      PasswordCheck check,
      Tokens tokens,
      LoginMeters meters,
      RateLimits limits) {
    this.users = users;
    this.sessions = sessions;
    this.passwords = passwords;
    this.check = check;
    this.tokens = tokens;
    this.meters = meters;
    this.limits = limits;
  }

  /** A session that has begun. */
  record Login(String token, User user) {}

  /**
   * @throws Problem.EmailAlreadyExists if the address is taken
   */
  Login register(Context ctx, String email, String password) {
    var caller = new Caller(Ids.next(), Ids.next());
    var hash = passwords.hash(password);
    var expiresAt = tokens.expiry();
    var user =
        sessions
            .register(
                caller.userId(),
                email,
                hash,
                caller.sessionId(),
                expiresAt,
                ClientAddress.of(ctx).text(),
                userAgent(ctx))
            .orElseThrow(Problem.EmailAlreadyExists::new);
    return new Login(tokens.sign(caller, expiresAt), user);
  }

  /**
   * @param email as it was sent, an address or not
   * @throws Problem.InvalidCredentials after the same time for an unknown address, a wrong password
   *     and an inactive user
   * @throws Problem.RateLimited after too many of them, or of the user's requests
   */
  Login login(Context ctx, String email, String password) {
    return meters.count(() -> attempt(ctx, email, password));
  }

  private Login attempt(Context ctx, String email, String password) {
    var account = Email.normal(email).flatMap(users::account).orElse(null);
    if (!check.passes(ClientAddress.of(ctx), email, account, password) || account == null) {
      throw new Problem.InvalidCredentials();
    }
    var caller = new Caller(account.id(), Ids.next());
    limits.countUser(ctx, caller);
    if (passwords.isWeak(account.hashedPassword())) {
      users.strengthen(account.id(), account.hashedPassword(), passwords.hash(password));
    }
    return begin(ctx, caller, account.updatedAt());
  }

  private Login begin(Context ctx, Caller caller, Instant updatedAt) {
    var expiresAt = tokens.expiry();
    var user =
        sessions
            .begin(
                caller.sessionId(),
                caller.userId(),
                updatedAt,
                expiresAt,
                ClientAddress.of(ctx).text(),
                userAgent(ctx))
            .orElseThrow(Problem.InvalidCredentials::new);
    return new Login(tokens.sign(caller, expiresAt), user);
  }

  /** Cut to what the column takes, and without what it does not. */
  private static @Nullable String userAgent(Context ctx) {
    var sent = ctx.req().getHeader("User-Agent");
    if (sent == null) {
      return null;
    }
    var plain = sent.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.substring(0, Math.min(plain.length(), 256));
  }
}
