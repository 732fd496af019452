package tally.tasks;

import static tally.http.Role.USER;
import static tally.http.Takes.QUERY;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import tally.db.Ids;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.Effort;
import tally.http.Found;
import tally.http.IfMatch;
import tally.http.Input;
import tally.http.Paging;
import tally.http.Problem;
import tally.http.Routes;

/** Tasks over HTTP. Every handler sees only the caller's own rows. */
public final class TaskRoutes implements Routes {
  private final TaskDao tasks;
  private final TaskWrites writes;
  private final TaskSearch search;
  private final Paging paging;

  public TaskRoutes(TaskDao tasks, TaskSearch search, Paging paging) {
    this.tasks = tasks;
    this.writes = new TaskWrites(tasks);
    this.search = search;
    this.paging = paging;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/tasks", this::list, USER, QUERY);
    routes.post("/api/tasks", this::create, USER);
    routes.post("/api/tasks/batch", this::createAll, USER);
    routes.get("/api/tasks/{id}", this::show, USER);
    routes.patch("/api/tasks/{id}", this::change, USER);
    routes.delete("/api/tasks/{id}", this::delete, USER);
  }

  private void list(Context ctx) {
    var owner = Caller.of(ctx).userId();
    var query = Input.query(ctx, "is_completed", "q", "sort", "limit", "cursor");
    var filter = TaskFilter.of(query);
    var order = TaskOrder.of(query);
    var text = filter.text();
    var page = paging.page(query, 20, "tasks", owner, order, filter);
    var found =
        text == null
            ? Found.all(tasks.page(owner, filter, order, page.after(), page.rows()))
            : search.page(owner, filter, text, order, page.after(), page.rows(), Effort.usual());
    page.answer(ctx, found, order::position);
  }

  private void create(Context ctx) {
    var fields = Input.body(ctx);
    var task = NewTask.of(fields, Ids.next());
    fields.done();
    var stored = insert(ctx, List.of(task)).get(0);
    Answer.created(ctx, "/api/tasks/" + stored.id(), stored);
  }

  /** All of them, or with one fault in one of them none. */
  private void createAll(Context ctx) {
    var fields = Input.body(ctx);
    var sent =
        fields.items("items", 1, 100).stream().map(item -> NewTask.of(item, Ids.next())).toList();
    fields.done();
    Answer.created(ctx, "/api/tasks", new Items(insert(ctx, sent)));
  }

  private List<Task> insert(Context ctx, List<NewTask> sent) {
    return writes.insert(Caller.of(ctx).userId(), sent, Input.idempotencyKey(ctx));
  }

  private void show(Context ctx) {
    var task = tasks.find(Caller.of(ctx).userId(), Input.id(ctx));
    Answer.withETag(ctx, task.orElseThrow(Problem.TaskNotFound::new));
  }

  private void change(Context ctx) {
    var owner = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var ifMatch = Input.ifMatch(ctx);
    var patch = TaskPatch.of(Input.body(ctx));
    var task =
        patch.isEmpty()
            ? tasks.find(owner, id).filter(ifMatch::accepts)
            : writes.update(owner, new TaskUpdate(id, patch, ifMatch));
    Answer.withETag(ctx, task.orElseThrow(() -> refusal(owner, id, ifMatch)));
  }

  private void delete(Context ctx) {
    var owner = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var ifMatch = Input.ifMatch(ctx);
    if (!tasks.delete(owner, id, ifMatch.versions())) {
      throw refusal(owner, id, ifMatch);
    }
    Answer.noContent(ctx);
  }

  /** Why a write found no row. */
  private Problem refusal(UUID owner, UUID id, IfMatch ifMatch) {
    return ifMatch.isGiven() && tasks.find(owner, id).isPresent()
        ? new Problem.PreconditionFailed()
        : new Problem.TaskNotFound();
  }

  private record Items(List<Task> items) {}
}
