package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tally.Meanwhile;
import tally.TestApp;
import tally.db.SearchText;
import tally.http.Effort;
import tally.http.Position;

/** A search goes on where it was, and misses nothing. */
class TaskSearchIT {
  /** The end of a step is no row further because one of its rows went meanwhile. */
  @Test
  void whatGoesBetweenTwoStatementsHidesNothing() {
    try (var server = TestApp.start()) {
      var user = UUID.fromString(server.register().get("/api/auth/me").text("id"));
      server.execute(
          """
          insert into tasks (id, owner_id, title, created_at, updated_at)
          select gen_random_uuid(), '%s', case mod(n, 1000) when 1 then 'mi ' else '- ' end || n,
            now() - n * interval '1 minute', now()
          from generate_series(1, 3500) as n
          """
              .formatted(user));
      var search =
          new TaskSearch(
              new Meanwhile(
                      server,
                      """
                      delete from tasks
                      where id in (select id from tasks where title like '%99' limit 1)
                      """)
                  .jdbi(TaskSearchDao.Seen.class)
                  .onDemand(TaskSearchDao.class));

      assertEquals(List.of("mi 1", "mi 1001", "mi 2001", "mi 3001"), titles(search, user, "mi"));
    }
  }

  /** Page after page, of which each takes one step. */
  private static List<String> titles(TaskSearch search, UUID user, String text) {
    var titles = new ArrayList<String>();
    @Nullable Position after = null;
    do {
      var page =
          search.page(
              user,
              new TaskFilter(null, null),
              new SearchText(text),
              TaskOrder.NEWEST,
              after,
              5,
              Effort.least());
      page.rows().forEach(task -> titles.add(task.title()));
      after = page.next();
    } while (after != null);
    return titles;
  }
}
