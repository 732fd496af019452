package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request asks the database once, while its session is known. */
class RoundTripsIT {
  private static final Map<String, String> TASK = Map.of("title", "buy milk");
  private static final Map<String, String> MESSAGE = Map.of("role", "USER", "content", "hello");

  private static RoundTrips database;
  private static TestApp server;
  private static TestClient ann;
  private static String task;
  private static String conversation;

  @BeforeAll
  static void start() {
    database = new RoundTrips(TestPostgres.migratedDatabase());
    server = TestApp.start(Map.of(), database.url(), Clock.systemUTC());
    ann = server.register();
    task = ann.post("/api/tasks", TASK).expect(201).location();
    conversation = ann.post("/api/conversations", "{}").expect(201).location();
    ann.post(conversation + "/messages", MESSAGE).expect(201);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  @Test
  void aReadIsOneRoundTrip() {
    for (var path :
        new String[] {
          "/api/tasks",
          "/api/tasks?q=milk",
          task,
          "/api/conversations",
          conversation,
          conversation + "/messages"
        }) {
      assertEquals(1, roundTrips(() -> ann.get(path).expect(200)), path);
    }
  }

  @Test
  void aWriteIsOneRoundTripWithAKeyToo() {
    assertEquals(1, roundTrips(() -> ann.post("/api/tasks", TASK).expect(201)));
    assertEquals(1, roundTrips(() -> keyed().post("/api/tasks", TASK).expect(201)));
    var messages = conversation + "/messages";
    assertEquals(1, roundTrips(() -> ann.post(messages, MESSAGE).expect(201)));
    assertEquals(1, roundTrips(() -> keyed().post(messages, MESSAGE).expect(201)));
    assertEquals(1, roundTrips(() -> keyed().post("/api/conversations", "{}").expect(201)));
    assertEquals(1, roundTrips(() -> ann.patch(task, Map.of("is_completed", true)).expect(200)));
  }

  private static TestClient keyed() {
    return ann.with("Idempotency-Key", UUID.randomUUID().toString());
  }

  /**
   * The fewest of some: now and then a session is asked for again, a connection tried, or a job
   * looked for.
   */
  private static int roundTrips(Runnable request) {
    return IntStream.range(0, 10)
        .map(
            n -> {
              int before = database.count();
              request.run();
              return database.count() - before;
            })
        .min()
        .orElseThrow();
  }
}
