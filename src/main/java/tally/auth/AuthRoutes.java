package tally.auth;

import static tally.http.Limit.FAILURES;
import static tally.http.Role.ANYONE;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import tally.http.Answer;
import tally.http.Fields;
import tally.http.Input;
import tally.http.Problem;
import tally.http.RateLimits;
import tally.http.Routes;
import tally.http.Turn;

/** Registration, login, logout. */
final class AuthRoutes implements Routes {
  private final Logins logins;
  private final LiveSessions live;
  private final Guard guard;
  private final Tokens tokens;
  private final AccessCookie cookie;
  private final RateLimits limits;

  AuthRoutes(
      Logins logins,
      LiveSessions live,
      Guard guard,
      Tokens tokens,
      AccessCookie cookie,
      RateLimits limits) {
    this.logins = logins;
    this.live = live;
    this.guard = guard;
    this.tokens = tokens;
    this.cookie = cookie;
    this.limits = limits;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    // Passwords are hashed in turns of their own.
    routes.post("/api/auth/register", this::register, ANYONE, Turn.FEW);
    routes.post("/api/auth/login", failuresCounted(this::login), ANYONE, FAILURES, Turn.FEW);
    routes.post("/api/auth/logout", failuresCounted(this::logout), ANYONE, FAILURES);
  }

  private void register(Context ctx) {
    guard.requireSameOrigin(ctx);
    var fields = Input.body(ctx);
    var email = email(fields);
    var password = fields.required("password", Passwords.ANY);
    if (fields.isSound("password")) {
      Passwords.fault(password, email).ifPresent(fault -> fields.fault("password", fault));
    }
    fields.done();
    var login = logins.register(ctx, email, password);
    cookie.set(ctx, login.token());
    Answer.created(ctx, "/api/auth/me", LoggedIn.of(login));
  }

  /**
   * Whoever knows a password gets in, however many others from the same address do not. A request
   * that was put off has not failed: by a limit, which has answered for itself, or by the server.
   */
  private Handler failuresCounted(Handler handler) {
    return ctx -> {
      try {
        handler.handle(ctx);
      } catch (Problem.RateLimited | Problem.ServiceUnavailable e) {
        throw e;
      } catch (Problem e) {
        limits.countAddress(ctx);
        throw e;
      }
    };
  }

  private void login(Context ctx) {
    guard.requireSameOrigin(ctx);
    var fields = Input.body(ctx);
    var email = fields.required("email", Email.RULE);
    var password = fields.required("password", Passwords.ANY);
    fields.done();
    var login = logins.login(ctx, email, password);
    cookie.set(ctx, login.token());
    Answer.ok(ctx, LoggedIn.of(login));
  }

  /**
   * Whoever asks is logged out afterwards, so there is nothing to refuse but another site, and
   * those who have no session to end and ask too often.
   */
  private void logout(Context ctx) {
    if (!hasEnded(ctx)) {
      limits.countAddress(ctx);
    }
    cookie.clear(ctx);
    Answer.noContent(ctx);
  }

  private boolean hasEnded(Context ctx) {
    try {
      var token = guard.token(ctx);
      if (token == null) {
        return false;
      }
      var caller = tokens.verify(token);
      return live.end(caller.userId(), caller.sessionId());
    } catch (Problem.InvalidToken | Problem.SessionExpired e) {
      return false;
    }
  }

  private static String email(Fields fields) {
    var text = fields.required("email", Email.RULE);
    var email = Email.normal(text);
    if (fields.isSound("email") && email.isEmpty()) {
      fields.fault("email", "must be an e-mail address, such as ann@example.com");
    }
    return email.orElse("");
  }

  /** Login and registration answer this. */
  private record LoggedIn(String accessToken, String tokenType, long expiresIn, User user) {
    static LoggedIn of(Logins.Login login) {
      return new LoggedIn(login.token(), "bearer", Tokens.LIFETIME.toSeconds(), login.user());
    }
  }
}
