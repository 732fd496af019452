package tally.export;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.auth.User;
import tally.auth.UserDao;
import tally.conversations.Conversation;
import tally.conversations.Message;
import tally.http.JsonStream;
import tally.tasks.Task;

/**
 * A user's own data as one document, written step by step: each reads a page, which begins after
 * the last row of the one before.
 */
final class Export {
  private static final int PAGE = 100;

  private final UserDao users;
  private final ExportDao export;
  private final User user;

  Export(UserDao users, ExportDao export, User user) {
    this.users = users;
    this.export = export;
    this.user = user;
  }

  JsonStream.@Nullable Step begin(JsonStream json) {
    json.member("user", user);
    json.beginArray("tasks");
    return tasks(null).write(json);
  }

  private JsonStream.Step tasks(@Nullable Task last) {
    return json -> {
      var page = export.tasks(user.id(), last, PAGE);
      page.forEach(json::item);
      if (page.size() == PAGE) {
        return tasks(page.get(PAGE - 1));
      }
      json.endArray();
      json.beginArray("conversations");
      return conversations(new UUID(0, 0));
    };
  }

  private JsonStream.Step conversations(UUID after) {
    return json -> conversation(export.conversations(user.id(), after, PAGE), 0).write(json);
  }

  private JsonStream.Step conversation(List<Conversation> page, int n) {
    return json -> {
      if (n < page.size()) {
        json.beginItem(page.get(n));
        json.beginArray("messages");
        return messages(page, n, 0).write(json);
      }
      if (n == PAGE) {
        return conversations(page.get(PAGE - 1).id());
      }
      // Of who was deleted meanwhile not all was found any more, and be it that this goes on.
      if (users.find(user.id()).isEmpty()) {
        throw new IllegalStateException("the user was deleted while the export was sent");
      }
      json.endArray();
      return null;
    };
  }

  /** Those of the conversation, and then the next conversation. */
  private JsonStream.Step messages(List<Conversation> page, int n, int after) {
    return json -> {
      var messages = messages(page.get(n), after);
      messages.forEach(json::item);
      if (messages.size() == PAGE) {
        return messages(page, n, messages.get(PAGE - 1).position());
      }
      json.endArray();
      json.endItem();
      return conversation(page, n + 1);
    };
  }

  private List<Message> messages(Conversation conversation, int after) {
    return conversation.messageCount() == 0
        ? List.of()
        : export.messages(user.id(), conversation.id(), after, PAGE);
  }
}
