package tally.export;

import tally.TestApp;
import tally.TestClient;

/** What a user has, put past the server, as there may be much of it. */
final class Belongings {
  private Belongings() {}

  /** So many tasks and conversations, the first of which has 1100 messages. */
  static void fill(TestApp server, TestClient client, int tasks, int conversations) {
    var id = client.get("/api/auth/me").text("id");
    server.execute(
        """
        insert into tasks (id, owner_id, title, description, created_at, updated_at)
        select gen_random_uuid(), '%1$s', 'task ' || n, repeat('x', 1000), now(), now()
        from generate_series(1, %2$d) as n;
        insert into conversations (id, user_id, created_at, updated_at)
        select gen_random_uuid(), '%1$s', now(), now()
        from generate_series(1, %3$d);
        with first as (
          update conversations set message_count = 1100
          where id = (select id from conversations where user_id = '%1$s' order by id limit 1)
          returning id
        )
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), '%1$s', first.id, 'USER', 'message ' || n, n, now()
        from first, generate_series(1, 1100) as n
        """
            .formatted(id, tasks, conversations));
  }
}
