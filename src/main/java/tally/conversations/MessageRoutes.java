package tally.conversations;

import static tally.http.Role.USER;
import static tally.http.Takes.QUERY;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import tally.db.Ids;
import tally.http.Answer;
import tally.http.Caller;
import tally.http.Input;
import tally.http.Paging;
import tally.http.Position;
import tally.http.Problem;
import tally.http.Routes;

/** The messages of a conversation over HTTP. They are appended and read, and never change. */
public final class MessageRoutes implements Routes {
  private final ConversationDao conversations;
  private final MessageDao messages;
  private final Appends appends;
  private final Paging paging;

  public MessageRoutes(ConversationDao conversations, MessageDao messages, Paging paging) {
    this.conversations = conversations;
    this.messages = messages;
    this.appends = new Appends(messages);
    this.paging = paging;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/conversations/{id}/messages", this::list, USER, QUERY);
    routes.post("/api/conversations/{id}/messages", this::append, USER);
    routes.get("/api/conversations/{id}/messages/{message_id}", this::show, USER);
  }

  private void list(Context ctx) {
    var user = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var query = Input.query(ctx, "order", "limit", "cursor");
    boolean ascending = query.word("order", "desc", "asc").equals("asc");
    var page = paging.page(query, 50, "messages", user, id, ascending);
    var after = page.after() == null ? null : Integer.valueOf(page.after().key());
    var rows = messages.page(user, id, ascending, after, page.rows());
    if (rows.isEmpty()) {
      requireConversation(user, id);
    }
    page.answer(
        ctx, rows, message -> new Position(Integer.toString(message.position()), message.id()));
  }

  /** One message, or several that are stored together or not at all. */
  private void append(Context ctx) {
    var user = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var fields = Input.body(ctx);
    boolean several = fields.has("items");
    var texts = several ? fields.items("items", 1, 100) : List.of(fields);
    List<NewMessage> sent = texts.stream().map(text -> NewMessage.of(text, Ids.next())).toList();
    fields.done();
    var stored = appends.append(user, id, sent, Input.idempotencyKey(ctx));
    if (stored.isEmpty()) {
      throw new Problem.ConversationNotFound();
    }
    var list = "/api/conversations/" + id + "/messages";
    if (several) {
      Answer.created(ctx, list, new Items(stored));
    } else {
      var message = stored.get(0);
      Answer.created(ctx, list + "/" + message.id(), message);
    }
  }

  private void show(Context ctx) {
    var user = Caller.of(ctx).userId();
    var id = Input.id(ctx);
    var message = messages.find(user, id, Input.id(ctx, "message_id"));
    if (message.isEmpty()) {
      requireConversation(user, id);
    }
    Answer.ok(ctx, message.orElseThrow(Problem.MessageNotFound::new));
  }

  private void requireConversation(UUID user, UUID id) {
    if (conversations.find(user, id).isEmpty()) {
      throw new Problem.ConversationNotFound();
    }
  }

  private record Items(List<Message> items) {}
}
