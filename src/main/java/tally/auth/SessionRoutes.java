package tally.auth;

import static tally.http.Role.USER;
import static tally.http.Takes.QUERY;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.Input;
import tally.http.Paging;
import tally.http.Position;
import tally.http.Problem;
import tally.http.Routes;

/** Where a user is logged in. */
final class SessionRoutes implements Routes {
  private final SessionDao sessions;
  private final LiveSessions live;
  private final Paging paging;

  SessionRoutes(SessionDao sessions, LiveSessions live, Paging paging) {
    this.sessions = sessions;
    this.live = live;
    this.paging = paging;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/auth/sessions", this::list, USER, QUERY);
    routes.delete("/api/auth/sessions/{id}", this::end, USER);
  }

  private void list(Context ctx) {
    var caller = Caller.of(ctx);
    var query = Input.query(ctx, "limit", "cursor");
    var page = paging.page(query, 20, "sessions", caller.userId());
    page.answer(
        ctx,
        sessions.page(caller.userId(), caller.sessionId(), page.after(), page.rows()),
        session -> Position.at(session.createdAt(), session.id()));
  }

  private void end(Context ctx) {
    if (!live.end(Caller.of(ctx).userId(), Input.id(ctx))) {
      throw new Problem.NotFound();
    }
    Answer.noContent(ctx);
  }
}
