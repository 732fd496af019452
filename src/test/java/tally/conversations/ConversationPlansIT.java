package tally.conversations;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.QueryPlans;
import tally.TestApp;
import tally.db.SearchText;
import tally.http.Position;

/** Every list is read from an index, in its order, from where the last page ended. */
class ConversationPlansIT {
  private static final UUID USER = UUID.fromString("00000000-0000-7000-8000-000000000007");
  private static final UUID LONG = UUID.fromString("00000000-0000-7000-8000-000000000008");

  @RegisterExtension private static final TestApp server = TestApp.start();

  @BeforeAll
  static void fill() {
    server.execute(
        """
        insert into users (id, email, hashed_password, created_at, updated_at)
        select cast('00000000-0000-7000-8000-' || lpad(cast(n as text), 12, '0') as uuid),
          n || '@example.com', '-', now(), now()
        from generate_series(1, 100) as n;
        insert into conversations (id, user_id, created_at, updated_at, is_deleted, deleted_at)
        select case when users.email = '7@example.com' and n = 1
            then cast('00000000-0000-7000-8000-000000000008' as uuid) else gen_random_uuid() end,
          users.id, now(), now() - n * interval '1 minute',
          n % 3 = 0, case when n % 3 = 0 then now() end
        from generate_series(300, 1, -1) as n, users
        order by n desc;
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), user_id, id, 'USER', 'message ' || repeat('x', 1000), 1, now()
        from conversations
        where id <> '00000000-0000-7000-8000-000000000008';
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), user_id, id, 'USER', 'message ' || n, n, now()
        from conversations, generate_series(1, 2000) as n
        where id = '00000000-0000-7000-8000-000000000008';
        analyze
        """);
  }

  @Test
  void conversationsInTheTrashOrNotWalkAnIndex() {
    var plans = new QueryPlans(server.databaseUrl(), Conversation.class);
    var middle = Position.at(Instant.now().minusSeconds(3000), USER);
    for (boolean deleted : new boolean[] {false, true}) {
      plans.expectIndexWalk(
          ConversationDao.class,
          conversations -> conversations.page(USER, deleted, null, null, 21));
      plans.expectIndexWalk(
          ConversationDao.class,
          conversations -> conversations.page(USER, deleted, null, middle, 21));
    }
  }

  @Test
  void aSearchFindsMessagesByTheIndexAndReadsNobodyElses() {
    var plans = new QueryPlans(server.databaseUrl(), Conversation.class);
    for (var text : List.of("message 1999", "message", "9")) {
      var searched = new SearchText(text);
      plans.expectOwnerIndex(
          ConversationDao.class,
          "user_id = '" + USER,
          conversations -> conversations.page(USER, false, searched, null, 21));
    }
    var rare = new SearchText("message 1999");
    plans.expectSearch(
        ConversationDao.class,
        "ix_messages_user_id_content_search",
        conversations -> conversations.page(USER, false, rare, null, 21));
  }

  @Test
  void messagesWalkAnIndexInBothDirections() {
    var plans = new QueryPlans(server.databaseUrl(), Message.class);
    for (boolean ascending : new boolean[] {false, true}) {
      plans.expectIndexWalk(
          MessageDao.class, messages -> messages.page(USER, LONG, ascending, null, 51));
      for (int place : new int[] {51, 1000, 1940}) {
        plans.expectIndexWalk(
            MessageDao.class, messages -> messages.page(USER, LONG, ascending, place, 51));
      }
    }
  }
}
