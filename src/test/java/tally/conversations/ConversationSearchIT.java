package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tally.Meanwhile;
import tally.TestApp;
import tally.db.Database;
import tally.db.DatabaseUrl;
import tally.db.PoolSettings;
import tally.db.SearchText;
import tally.http.Effort;
import tally.http.Position;

/** A search that has come to the end of its effort goes on where it was, and misses nothing. */
class ConversationSearchIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void everyMessageOfALongConversationIsLookedAtInTheEnd() {
    try (var server = TestApp.start();
        var database =
            Database.open(
                DatabaseUrl.parse(server.databaseUrl()), new PoolSettings(2, LONG, LONG))) {
      var user = UUID.fromString(server.register().get("/api/auth/me").text("id"));
      server.execute(
          """
          insert into conversations (id, user_id, title, message_count, created_at, updated_at)
          select gen_random_uuid(), '%s', 'talk ' || n, case when mod(n, 2) = 0 then 4500 else 900 end,
            now(), now() - n * interval '1 minute'
          from generate_series(1, 6) as n;
          insert into messages (id, user_id, conversation_id, role, content, position, created_at)
          select gen_random_uuid(), user_id, id, 'USER', '<' || n || '>', n, now()
          from conversations, generate_series(1, message_count) as n
          """
              .formatted(user));
      var search =
          new ConversationSearch(
              database.dao(ConversationDao.class), database.dao(SearchDao.class));

      assertEquals(List.of("talk 2", "talk 4", "talk 6"), titles(search, user, "<4500>"));
      assertEquals(
          List.of("talk 1", "talk 2", "talk 3", "talk 4", "talk 5", "talk 6"),
          titles(search, user, "<1>"));
      assertEquals(List.of("talk 3"), titles(search, user, "K 3"));
      assertEquals(List.of(), titles(search, user, "~"));
    }
  }

  /** The end of a step is no row further because one of its rows went meanwhile. */
  @Test
  void whatGoesBetweenTwoStatementsHidesNothing() {
    try (var server = TestApp.start()) {
      var user = UUID.fromString(server.register().get("/api/auth/me").text("id"));
      server.execute(
          """
          insert into conversations (id, user_id, title, created_at, updated_at)
          select gen_random_uuid(), '%s', case when n between 2203 and 2212 then 'milk ' else '' end || n,
            now(), now() - n * interval '1 minute'
          from generate_series(1, 4500) as n
          """
              .formatted(user));
      var jdbi =
          new Meanwhile(
                  server,
                  """
                  delete from conversations
                  where id in (select id from conversations where title like '%99' limit 1)
                  """)
              .jdbi(Conversation.class, SearchDao.Seen.class);
      var search =
          new ConversationSearch(
              jdbi.onDemand(ConversationDao.class), jdbi.onDemand(SearchDao.class));

      assertEquals(
          IntStream.rangeClosed(2203, 2212).mapToObj(n -> "milk " + n).toList(),
          titles(search, user, "milk"));
    }
  }

  /** Page after page, of which each takes one step. */
  private static List<String> titles(ConversationSearch search, UUID user, String text) {
    var titles = new ArrayList<String>();
    @Nullable Position after = null;
    do {
      var page = search.page(user, false, new SearchText(text), after, 2, Effort.least());
      page.rows().forEach(one -> titles.add(one.title()));
      after = page.rows().size() == 2 ? page.rows().get(1).position() : page.next();
    } while (after != null);
    return titles;
  }
}
