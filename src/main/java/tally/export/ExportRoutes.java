package tally.export;

import static tally.http.Role.USER;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tally.auth.UserDao;
import tally.conversations.Conversation;
import tally.conversations.Message;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.JsonStream;
import tally.http.Problem;
import tally.http.Routes;
import tally.tasks.Task;

/**
 * A user's own data in one document. It is read page by page while it is sent: a reader that takes
 * its time holds no connection to the database.
 */
public final class ExportRoutes implements Routes {
  private static final int PAGE = 500;

  /** Each takes a thread for as long as its client reads; most are left to everybody else. */
  private static final int AT_A_TIME = 32;

  private final Semaphore free = new Semaphore(AT_A_TIME);

  /** Who is being sent something: nobody takes up the places of all. */
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
      if (!free.tryAcquire()) {
        throw new Problem.ServiceUnavailable("Too many exports at once. Try again soon.");
      }
      try {
        send(ctx, userId);
      } finally {
        free.release();
      }
    } finally {
      busy.remove(userId);
    }
  }

  private void send(Context ctx, UUID userId) {
    var user = users.find(userId).orElseThrow(Problem.InvalidToken::new);
    Answer.stream(
        ctx,
        "tally.json",
        json -> {
          json.member("user", user);
          json.array("tasks", () -> tasks(userId, json));
          json.array("conversations", () -> conversations(userId, json));
        });
  }

  private void tasks(UUID userId, JsonStream json) {
    all((@Nullable Task last) -> export.tasks(userId, last, PAGE), json::item);
  }

  private void conversations(UUID userId, JsonStream json) {
    all(
        (@Nullable Conversation last) ->
            export.conversations(userId, last == null ? new UUID(0, 0) : last.id(), PAGE),
        conversation ->
            json.item(
                conversation,
                () -> json.array("messages", () -> messages(userId, conversation, json))));
  }

  private void messages(UUID userId, Conversation conversation, JsonStream json) {
    if (conversation.messageCount() > 0) {
      all(
          (@Nullable Message last) ->
              export.messages(userId, conversation.id(), last == null ? 0 : last.position(), PAGE),
          json::item);
    }
  }

  /** Page after page, each of which begins after the last row of the one before. */
  private static <T> void all(Function<@Nullable T, List<T>> page, Consumer<T> each) {
    var rows = page.apply(null);
    rows.forEach(each);
    while (rows.size() == PAGE) {
      rows = page.apply(rows.get(PAGE - 1));
      rows.forEach(each);
    }
  }
}
