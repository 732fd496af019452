package tally.auth;

import static tally.http.Role.USER;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.ClientAddress;
import tally.http.Input;
import tally.http.Problem;
import tally.http.Routes;
import tally.http.Turn;

/** A user's own account. What can't be taken back asks for the password once more. */
final class AccountRoutes implements Routes {
  private final UserDao users;
  private final AccountDao accounts;
  private final AccountDeletion deletion;
  private final Passwords passwords;
  private final PasswordCheck check;
  private final LiveSessions live;
  private final AccessCookie cookie;

  AccountRoutes(
      UserDao users,
      AccountDao accounts,
      AccountDeletion deletion,
      Passwords passwords,
      PasswordCheck check,
      LiveSessions live,
      AccessCookie cookie) {
    this.users = users;
    this.accounts = accounts;
    this.deletion = deletion;
    this.passwords = passwords;
    this.check = check;
    this.live = live;
    this.cookie = cookie;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/auth/me", this::me, USER);
    routes.delete("/api/auth/me", this::delete, USER, Turn.FEW);
    routes.put("/api/auth/password", this::changePassword, USER, Turn.FEW);
  }

  private void me(Context ctx) {
    var user = users.find(Caller.of(ctx).userId());
    Answer.withETag(ctx, user.orElseThrow(Problem.InvalidToken::new));
  }

  /** The session that asks goes on, every other one is over. */
  private void changePassword(Context ctx) {
    var fields = Input.body(ctx);
    var current = fields.required("current_password", Passwords.ANY);
    var changed = fields.required("new_password", Passwords.ANY);
    var account = account(ctx);
    if (fields.isSound("new_password")) {
      Passwords.fault(changed, account.email())
          .ifPresent(fault -> fields.fault("new_password", fault));
    }
    fields.done();
    requirePassword(ctx, account, current);
    var hash = passwords.hash(changed);
    var caller = Caller.of(ctx);
    if (!accounts.changePassword(account.id(), account.updatedAt(), hash, caller.sessionId())) {
      throw wrongPassword();
    }
    live.forget(account.id());
    Answer.noContent(ctx);
  }

  private void delete(Context ctx) {
    var ifMatch = Input.ifMatch(ctx);
    var fields = Input.body(ctx);
    var password = fields.required("password", Passwords.ANY);
    fields.done();
    var account = account(ctx);
    requirePassword(ctx, account, password);
    if (!ifMatch.accepts(account)) {
      throw new Problem.PreconditionFailed();
    }
    if (!deletion.condemn(account.id(), account.updatedAt())) {
      throw wrongPassword();
    }
    live.forget(account.id());
    deletion.deleteCondemned(account.id());
    cookie.clear(ctx);
    Answer.noContent(ctx);
  }

  private UserDao.Account account(Context ctx) {
    return users.account(Caller.of(ctx).userId()).orElseThrow(Problem.InvalidToken::new);
  }

  private void requirePassword(Context ctx, UserDao.Account account, String password) {
    if (!check.passes(ClientAddress.of(ctx), account.email(), account, password)) {
      throw wrongPassword();
    }
  }

  /** Also where it was right a moment ago, and then changed by somebody else. */
  private static Problem wrongPassword() {
    return new Problem.Forbidden("The password is wrong.");
  }
}
