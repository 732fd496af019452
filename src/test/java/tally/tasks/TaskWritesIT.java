package tally.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tally.InLine;
import tally.TestPostgres;
import tally.db.Database;
import tally.db.DatabaseUrl;
import tally.db.Ids;
import tally.db.PoolSettings;
import tally.http.Change;
import tally.http.IfMatch;

/** Who makes or changes tasks of one user at the same moment waits for the database together. */
@Timeout(60)
class TaskWritesIT {
  private static final UUID ANN = Ids.next();
  private static final String LOCK = "select from users for update";

  private Connection connection;
  private Database database;
  private TaskWrites writes;

  @BeforeEach
  void open() throws SQLException {
    var url = DatabaseUrl.parse(TestPostgres.migratedDatabase());
    connection = url.connect();
    execute(
        """
        insert into users (id, email, hashed_password, created_at, updated_at)
        values ('%s', 'ann@example.com', '-', now(), now());
        alter table tasks add constraint ck_good check (title <> 'bad')
        """
            .formatted(ANN));
    var patient = Duration.ofMinutes(1);
    database = Database.open(url, new PoolSettings(2, patient, patient));
    writes = new TaskWrites(database.dao(TaskDao.class));
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
    connection.close();
  }

  @Test
  void whoMakesTasksWhileOthersDoGoesWithTheNextOnes() throws Exception {
    var making = InLine.behind(connection, LOCK, making("1", "2", "3", "4"));
    InLine.letGo(connection);

    for (int n = 0; n < 4; n++) {
      assertEquals("" + (n + 1), making.get(n).join().get(0).title());
    }
    assertEquals(List.of("1", "2", "3", "4"), rows("select title from tasks order by created_at"));
    assertEquals(List.of("2"), rows("select count(distinct xmin::text) from tasks"));
  }

  @Test
  void aTaskThatIsRefusedIsRefusedAlone() throws Exception {
    var making = InLine.behind(connection, LOCK, making("1", "2", "bad", "3"));
    InLine.letGo(connection);

    var refusal = assertThrows(CompletionException.class, () -> making.get(2).join());
    assertInstanceOf(JdbiException.class, refusal.getCause());
    for (int n : new int[] {0, 1, 3}) {
      assertEquals(1, making.get(n).join().size());
    }
    assertEquals(List.of("1", "2", "3"), rows("select title from tasks order by title"));
  }

  @Test
  void aLostConnectionFailsWhoWasOnItAndThoseBehindAndNothingIsHalfDone() throws Exception {
    var making = InLine.behind(connection, LOCK, making("1", "2", "3"));
    int leader = InLine.waiting(connection).get(0);
    execute("select pg_terminate_backend(" + leader + ")");

    var failures =
        making.stream()
            .map(one -> assertThrows(CompletionException.class, one::join).getCause())
            .distinct();
    // None of them has asked the database, and failed by itself.
    assertEquals(1, failures.count());
    InLine.letGo(connection);
    assertEquals(List.of(), rows("select title from tasks"));
    assertEquals(1, writes.insert(ANN, List.of(task("4")), null).size());
  }

  @Test
  void changesOfSeveralTasksGoTogetherAndTwoOfOneTaskGoInTurn() throws Exception {
    var ids = made("1", "2", "3");
    var changing =
        InLine.behind(
            connection,
            "select from tasks where title = '1' for update",
            List.of(
                retitling(ids.get(0), "1a", null),
                retitling(ids.get(2), "3a", null),
                retitling(ids.get(1), "2a", null),
                retitling(ids.get(2), "3b", null)));
    InLine.letGo(connection);

    var answers = changing.stream().map(change -> change.join().orElseThrow().title()).toList();
    assertEquals(List.of("1a", "3a", "2a", "3b"), answers);
    assertEquals(List.of("1a", "2a", "3b"), rows("select title from tasks order by title"));
    assertTrue(
        changing
            .get(3)
            .join()
            .orElseThrow()
            .updatedAt()
            .isAfter(changing.get(1).join().orElseThrow().updatedAt()));
    // The row that was changed with the second one has changed again since.
    assertEquals(List.of("3"), rows("select count(distinct xmin::text) from tasks"));
  }

  @Test
  void whoNamesAnOlderStateChangesNothingAndTheOthersChange() throws Exception {
    var ids = made("1", "2", "3");
    var changing =
        InLine.behind(
            connection,
            "select from tasks where title = '1' for update",
            List.of(
                retitling(ids.get(0), "1a", null),
                retitling(ids.get(1), "2a", "{2001-01-01T00:00:00Z}"),
                retitling(ids.get(2), "3a", null),
                retitling(Ids.next(), "4a", null)));
    InLine.letGo(connection);

    var found = changing.stream().map(change -> change.join().isPresent()).toList();
    assertEquals(List.of(true, false, true, false), found);
    assertEquals(List.of("1a", "2", "3a"), rows("select title from tasks order by title"));
  }

  @Test
  void ofTwoWithTheSameStateOneWins() throws Exception {
    var id = made("1").get(0);
    var state = "{" + rows("select to_json(updated_at) #>> '{}' from tasks").get(0) + "}";
    var changing =
        InLine.behind(
            connection,
            "select from tasks for update",
            List.of(
                retitling(id, "a", state), retitling(id, "b", state), retitling(id, "c", state)));
    InLine.letGo(connection);

    var found = changing.stream().map(change -> change.join().isPresent()).toList();
    assertEquals(List.of(true, false, false), found);
    assertEquals(List.of("a"), rows("select title from tasks"));
  }

  @Test
  void whatSomebodyElseChangesMeanwhileIsBuiltUponOrFoundOut() throws Exception {
    var ids = made("1", "2", "3");
    var state =
        "{" + rows("select to_json(updated_at) #>> '{}' from tasks where title = '2'").get(0) + "}";
    var updates =
        List.of(
            new TaskUpdate(ids.get(0), retitled("1a"), new IfMatch(null)),
            new TaskUpdate(ids.get(1), retitled("2a"), new IfMatch(state)),
            new TaskUpdate(ids.get(2), retitled("3a"), new IfMatch(null)));
    var changing =
        InLine.<List<Task>>behind(
            connection,
            """
            update tasks set description = 'theirs', updated_at = updated_at + interval '1 hour'
            where title in ('1', '2')
            """,
            List.of(() -> database.dao(TaskDao.class).update(ANN, updates)));
    InLine.letGo(connection);

    var changed = changing.get(0).join();
    assertEquals(
        List.of("1a theirs true", "3a null false"),
        changed.stream()
            .map(
                task ->
                    "%s %s %s"
                        .formatted(
                            task.title(),
                            task.description(),
                            task.updatedAt().isAfter(task.createdAt().plusSeconds(3600))))
            .toList());
  }

  @Test
  void whatIsChosenToEndADeadlockIsTriedOneByOne() throws Exception {
    var ids = made("1", "2", "3");
    execute(
        """
        create function deadlock() returns trigger language plpgsql as $$
        begin
          if (select count(*) from changed) > 1 then
            raise 'chosen' using errcode = '40P01';
          end if;
          return null;
        end $$;
        create trigger deadlock after update on tasks referencing new table as changed
          for each statement execute function deadlock()
        """);
    var changing =
        InLine.behind(
            connection,
            "select from tasks where title = '1' for update",
            List.of(
                retitling(ids.get(0), "1a", null),
                retitling(ids.get(1), "2a", null),
                retitling(ids.get(2), "3a", null)));
    InLine.letGo(connection);

    changing.forEach(change -> assertTrue(change.join().isPresent()));
    assertEquals(List.of("1a", "2a", "3a"), rows("select title from tasks order by title"));
  }

  @Test
  void whatBecomesOfATaskIsWhatWasAskedFor() {
    var id = made("1").get(0);
    var completed =
        changed(id, new TaskPatch(kept(), new Change<>(true, "text"), new Change<>(true, true)));
    assertEquals("1", completed.title());
    assertEquals("text", completed.description());
    assertEquals(completed.updatedAt(), completed.completedAt());

    var again =
        changed(id, new TaskPatch(new Change<>(true, "2"), kept(), new Change<>(true, true)));
    assertEquals("2", again.title());
    assertEquals("text", again.description());
    assertEquals(completed.completedAt(), again.completedAt());

    var open =
        changed(id, new TaskPatch(kept(), new Change<>(true, null), new Change<>(true, false)));
    assertEquals(null, open.description());
    assertEquals(null, open.completedAt());
    assertEquals(open.updatedAt(), open.updatedAt().truncatedTo(ChronoUnit.MICROS));
  }

  private Task changed(UUID id, TaskPatch patch) {
    return writes.update(ANN, new TaskUpdate(id, patch, new IfMatch(null))).orElseThrow();
  }

  private static <T> Change<T> kept() {
    return new Change<>(false, null);
  }

  private List<UUID> made(String... titles) {
    return Stream.of(titles)
        .map(title -> writes.insert(ANN, List.of(task(title)), null).get(0).id())
        .toList();
  }

  private List<Supplier<List<Task>>> making(String... titles) {
    return Stream.of(titles)
        .<Supplier<List<Task>>>map(title -> () -> writes.insert(ANN, List.of(task(title)), null))
        .toList();
  }

  private Supplier<Optional<Task>> retitling(UUID id, String title, @Nullable String versions) {
    return () -> writes.update(ANN, new TaskUpdate(id, retitled(title), new IfMatch(versions)));
  }

  private static TaskPatch retitled(String title) {
    return new TaskPatch(new Change<>(true, title), kept(), kept());
  }

  private static NewTask task(String title) {
    return new NewTask(Ids.next(), title, null);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
