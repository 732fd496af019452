package tally.conversations;

import static tally.Seed.LONG;
import static tally.Seed.OWNER;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tally.QueryPlans;
import tally.Seed;
import tally.db.SearchText;
import tally.export.ExportDao;
import tally.http.Effort;
import tally.http.Position;

/** Every list is read from an index, in its order, from where the last page ended. */
class ConversationPlansIT {
  private final QueryPlans conversations =
      new QueryPlans(Seed.databaseUrl(), Conversation.class, SearchDao.Seen.class);
  private final QueryPlans messages = new QueryPlans(Seed.databaseUrl(), Message.class);

  @Test
  void conversationsInTheTrashOrNotWalkAnIndex() {
    var middle = Position.at(Seed.NOW.minus(Duration.ofMinutes(100)), OWNER);
    for (boolean deleted : new boolean[] {false, true}) {
      var name = deleted ? "conversations in the trash" : "conversations";
      conversations.expectIndexWalk(
          name, ConversationDao.class, dao -> dao.page(OWNER, deleted, null, 21));
      conversations.expectIndexWalk(
          name + ", a later page",
          ConversationDao.class,
          dao -> dao.page(OWNER, deleted, middle, 21));
    }
    conversations.expectIndex(
        "conversations of an export",
        ExportDao.class,
        dao -> dao.conversations(OWNER, new UUID(1L << 60, 0), 500));
  }

  @Test
  void oneConversationAndOneMessageAreFoundByAnIndex() {
    conversations.expectIndex(
        "a conversation", ConversationDao.class, dao -> dao.find(OWNER, LONG).stream().toList());
    var first = messages.ask(MessageDao.class, dao -> dao.page(OWNER, LONG, true, null, 1)).get(0);
    messages.expectIndex(
        "a message", MessageDao.class, dao -> dao.find(OWNER, LONG, first.id()).stream().toList());
  }

  @Test
  void messagesWalkAnIndexInBothDirections() {
    for (boolean ascending : new boolean[] {false, true}) {
      var name = ascending ? "messages, the oldest first" : "messages, the newest first";
      messages.expectIndexWalk(
          name, MessageDao.class, dao -> dao.page(OWNER, LONG, ascending, null, 51));
      for (int percent : new int[] {10, 50, 90}) {
        int place = Seed.ROWS / 50 / 100 * percent;
        messages.expectIndexWalk(
            name + ", page at " + percent + " %",
            MessageDao.class,
            dao -> dao.page(OWNER, LONG, ascending, place, 51));
      }
    }
    messages.expectIndex(
        "messages of an export", ExportDao.class, dao -> dao.messages(OWNER, LONG, 200, 100));
  }

  @Test
  void aSearchLooksIntoTheNextConversationsAndThenAsksTheIndexForWhatIsRare() {
    for (var text : List.of("kaan", "KA", "k", ", ", "1", "zq", "~", "...", "kaan.", "th")) {
      conversations.expectNearSearch(name(text), SearchDao.class, dao -> search(dao, text));
    }
    for (var text :
        List.of("xyzzy", "morxow", "" + Seed.ROWS / 2, "kaan " + Seed.ROWS / 2, "the kaan")) {
      conversations.expectSearch(
          name(text),
          "ix_messages_user_id_content_search",
          SearchDao.class,
          dao -> search(dao, text));
    }
  }

  /** One step of it. */
  private List<Conversation> search(SearchDao dao, String text) {
    return new ConversationSearch(conversations.dao(ConversationDao.class), dao)
        .page(OWNER, false, new SearchText(text), null, 21, Effort.least())
        .rows();
  }

  private static String name(String text) {
    return "conversations with \"" + text + "\"";
  }
}
