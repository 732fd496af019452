package tally;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request does that gets a connection which PostgreSQL has ended. */
class DeadConnectionsIT {
  private static final String END_ALL =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
      """;

  @Test
  void aReadIsAnsweredNevertheless() throws InterruptedException {
    try (var server = TestApp.start()) {
      var ann = server.register();
      var task = ann.post("/api/tasks", Map.of("title", "a")).expect(201).location();
      for (int i = 0; i < 6; i++) {
        ann.get(task).expect(200);
        server.execute(END_ALL);
        ann.get(i % 2 == 0 ? task : "/api/tasks").expect(200);
        server.execute(END_ALL);
        // The session is asked for again, before a write too.
        Thread.sleep(1100);
        ann.get(task).expect(200);
      }
    }
  }
}
