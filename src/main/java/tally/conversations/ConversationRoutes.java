package tally.conversations;

import static tally.http.Role.USER;
import static tally.http.Takes.QUERY;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
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
import tally.http.Text;

/** Conversations over HTTP. Every handler sees only the caller's own rows. */
public final class ConversationRoutes implements Routes {
  private static final Text TITLE = Text.trimmed(0, 200);

  private final ConversationDao conversations;
  private final ConversationSearch search;
  private final Deletion deletion;
  private final Paging paging;

  public ConversationRoutes(
      ConversationDao conversations, ConversationSearch search, Deletion deletion, Paging paging) {
    this.conversations = conversations;
    this.search = search;
    this.deletion = deletion;
    this.paging = paging;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/conversations", this::list, USER, QUERY);
    routes.post("/api/conversations", this::create, USER);
    routes.get("/api/conversations/{id}", this::show, USER);
    routes.patch("/api/conversations/{id}", this::rename, USER);
    routes.delete("/api/conversations/{id}", this::delete, USER, QUERY);
    routes.post("/api/conversations/{id}/restore", this::restore, USER);
  }

  private void list(Context ctx) {
    var user = Caller.of(ctx).userId();
    var query = Input.query(ctx, "deleted", "q", "limit", "cursor");
    boolean deleted = Boolean.TRUE.equals(query.flag("deleted"));
    var text = query.search("q");
    var page = paging.page(query, 20, "conversations", user, deleted, text);
    var found =
        text == null
            ? Found.all(conversations.page(user, deleted, page.after(), page.rows()))
            : search.page(user, deleted, text, page.after(), page.rows(), Effort.usual());
    page.answer(ctx, found, Conversation::position);
  }

  private void create(Context ctx) {
    var fields = Input.body(ctx);
    var title = fields.optional("title", TITLE);
    fields.done();
    var key = Input.idempotencyKey(ctx);
    var conversation = conversations.insert(Ids.next(), Caller.of(ctx).userId(), title, key);
    Answer.created(ctx, "/api/conversations/" + conversation.id(), conversation);
  }

  private void show(Context ctx) {
    var conversation = conversations.find(Caller.of(ctx).userId(), Input.id(ctx));
    Answer.withETag(ctx, conversation.orElseThrow(Problem.ConversationNotFound::new));
  }

  private void rename(Context ctx) {
    var user = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var ifMatch = Input.ifMatch(ctx);
    var fields = Input.body(ctx);
    var title = fields.changeOrClear("title", TITLE);
    fields.done();
    var conversation =
        title.isGiven()
            ? conversations.rename(user, id, title.value(), ifMatch.versions())
            : conversations.find(user, id).filter(ifMatch::accepts);
    Answer.withETag(
        ctx,
        conversation.orElseThrow(() -> refusal(ifMatch, conversations.find(user, id).isPresent())));
  }

  /** Into the trash, or with {@code permanently=true} out of the world. */
  private void delete(Context ctx) {
    var user = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var ifMatch = Input.ifMatch(ctx);
    boolean permanently = Boolean.TRUE.equals(Input.query(ctx, "permanently").flag("permanently"));
    if (permanently) {
      if (!deletion.delete(user, id, ifMatch.versions())) {
        throw refusal(ifMatch, conversations.exists(user, id));
      }
    } else if (!conversations.delete(user, id, ifMatch.versions())) {
      throw refusal(ifMatch, conversations.find(user, id).isPresent());
    }
    Answer.noContent(ctx);
  }

  private void restore(Context ctx) {
    var id = Input.id(ctx);
    Input.noBody(ctx);
    var conversation = conversations.restore(Caller.of(ctx).userId(), id);
    Answer.withETag(ctx, conversation.orElseThrow(Problem.ConversationNotFound::new));
  }

  /** Why a write found no row. */
  private static Problem refusal(IfMatch ifMatch, boolean exists) {
    return ifMatch.isGiven() && exists
        ? new Problem.PreconditionFailed()
        : new Problem.ConversationNotFound();
  }
}
