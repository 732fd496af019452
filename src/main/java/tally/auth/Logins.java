package tally.auth;

import io.javalin.http.Context;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.db.Ids;
import tally.http.Caller;
import tally.http.ClientAddress;
import tally.http.Problem;

/** Turns an address and a password into a session with its token. */
final class Logins {
  private final UserDao users;
  private final SessionDao sessions;
  private final Passwords passwords;
  private final Tokens tokens;

  Logins(UserDao users, SessionDao sessions, Passwords passwords, Tokens tokens) {
    this.users = users;
    this.sessions = sessions;
    this.passwords = passwords;
    this.tokens = tokens;
  }

  /** A session that has begun. */
  record Login(String token, User user) {}

  /**
   * @throws Problem.EmailAlreadyExists if the address is taken
   */
  Login register(Context ctx, String email, String password) {
    var user =
        users
            .insert(Ids.next(), email, passwords.hash(password))
            .orElseThrow(Problem.EmailAlreadyExists::new);
    return begin(ctx, user.id());
  }

  /**
   * @throws Problem.InvalidCredentials after the same time for an unknown address, a wrong password
   *     and an inactive user
   */
  Login login(Context ctx, @Nullable String email, String password) {
    var account = email == null ? null : users.account(email).orElse(null);
    boolean right = passwords.isRight(password, account == null ? null : account.hashedPassword());
    if (account == null || !right || !account.isActive()) {
      throw new Problem.InvalidCredentials();
    }
    if (passwords.isWeak(account.hashedPassword())) {
      users.strengthen(account.id(), account.hashedPassword(), passwords.hash(password));
    }
    return begin(ctx, account.id());
  }

  private Login begin(Context ctx, UUID userId) {
    var sessionId = Ids.next();
    var expiresAt = tokens.expiry();
    var user =
        sessions
            .begin(
                sessionId,
                userId,
                expiresAt,
                ClientAddress.of(ctx).text(),
                cut(ctx.req().getHeader("User-Agent")))
            .orElseThrow(Problem.InvalidCredentials::new);
    return new Login(tokens.sign(new Caller(userId, sessionId), expiresAt), user);
  }

  /** To what the column takes, and without what it does not. */
  private static @Nullable String cut(@Nullable String userAgent) {
    if (userAgent == null) {
      return null;
    }
    var plain = userAgent.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.substring(0, Math.min(plain.length(), 256));
  }
}
