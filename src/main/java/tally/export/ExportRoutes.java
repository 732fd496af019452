package tally.export;

import static tally.http.Role.USER;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tally.auth.UserDao;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.Problem;
import tally.http.Routes;

/**
 * A user's own data in one document. It is read page by page while it is sent: a reader that takes
 * its time holds no connection to the database, and no thread.
 */
public final class ExportRoutes implements Routes {
  /** So many read pages at the same time: a flood of exports slows exports only. */
  private static final int AT_A_TIME = 4;

  private final Executor readers = readers();

  /** Who is being sent something. */
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  private final UserDao users;
  private final ExportDao export;

  public ExportRoutes(UserDao users, ExportDao export) {
    this.users = users;
    this.export = export;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/auth/me/export", this::export, USER);
  }

  private void export(Context ctx) {
    var userId = Caller.of(ctx).userId();
    if (!busy.add(userId)) {
      throw new Problem.RateLimited(
          "An export of yours is being sent. Wait for its end.", Duration.ofSeconds(10));
    }
    try {
      var user = users.find(userId).orElseThrow(Problem.InvalidToken::new);
      var members = new Export(users, export, user);
      Answer.stream(ctx, "tally.json", members::begin, readers, () -> busy.remove(userId));
    } catch (RuntimeException e) {
      busy.remove(userId);
      throw e;
    }
  }

  /** Threads that are there while there is work for them. */
  private static Executor readers() {
    var readers =
        new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "export");
              thread.setDaemon(true);
              return thread;
            });
    readers.allowCoreThreadTimeOut(true);
    return readers;
  }
}
