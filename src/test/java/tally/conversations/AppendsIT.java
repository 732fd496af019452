package tally.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
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

/** Who appends to one conversation at the same moment waits for the database together. */
@Timeout(60)
class AppendsIT {
  private static final UUID USER = Ids.next();
  private static final UUID CONVERSATION = Ids.next();

  private Connection connection;
  private Database database;
  private Appends appends;

  @BeforeEach
  void open() throws SQLException {
    var url = DatabaseUrl.parse(TestPostgres.migratedDatabase());
    connection = url.connect();
    execute(
        """
        insert into users (id, email, hashed_password, created_at, updated_at)
        values ('%1$s', 'ann@example.com', '-', now(), now());
        insert into conversations (id, user_id, created_at, updated_at)
        values ('%2$s', '%1$s', now(), now());
        alter table messages add constraint ck_good check (content <> 'bad')
        """
            .formatted(USER, CONVERSATION));
    var patient = Duration.ofMinutes(1);
    database = Database.open(url, new PoolSettings(2, patient, patient));
    appends = new Appends(database.dao(MessageDao.class));
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
    connection.close();
  }

  @Test
  void whoWaitsForAConversationGoesWithTheOthers() throws Exception {
    var appending = whileItIsLocked("1", "2", "3", "4", "5");

    for (var each : appending) {
      each.join();
    }
    assertEquals(
        List.of("1:1", "2:2", "3:3", "4:4", "5:5"),
        rows("select position || ':' || content from messages order by position"));
    assertEquals(List.of("2"), rows("select count(distinct xmin::text) from messages"));
    assertEquals(List.of("5"), rows("select message_count from conversations"));
    assertEquals(List.of("3"), contents(appending.get(2)));
  }

  @Test
  void whatIsRefusedIsRefusedAlone() throws Exception {
    var appending = whileItIsLocked("1", "2", "bad", "3");

    var refusal = assertThrows(CompletionException.class, () -> appending.get(2).join());
    assertInstanceOf(JdbiException.class, refusal.getCause());
    assertEquals(List.of("2"), contents(appending.get(1)));
    assertEquals(List.of("3"), contents(appending.get(3)));
    assertEquals(
        List.of("1:1", "2:2", "3:3"),
        rows("select position || ':' || content from messages order by position"));
  }

  @Test
  void withoutAConversationNobodyGetsAnything() throws Exception {
    var appending = whileItIsLocked("1", "2", "3");
    assertEquals(List.of("1"), contents(appending.get(0)));

    execute("update conversations set is_deleted = true, deleted_at = now()");
    assertEquals(List.of(), appends.append(USER, CONVERSATION, List.of(message("4")), null));
  }

  private List<CompletableFuture<List<Message>>> whileItIsLocked(String... contents)
      throws SQLException, InterruptedException {
    var appending =
        InLine.behind(
            connection,
            "select from conversations for update",
            Stream.of(contents).map(this::append).toList());
    InLine.letGo(connection);
    return appending;
  }

  private Supplier<List<Message>> append(String content) {
    return () -> appends.append(USER, CONVERSATION, List.of(message(content)), null);
  }

  private static NewMessage message(String content) {
    return new NewMessage(Ids.next(), MessageRole.USER, content);
  }

  private static List<String> contents(CompletableFuture<List<Message>> appended) {
    return appended.join().stream().map(Message::content).toList();
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
        rows.add(result.getMetaData().getColumnCount() == 0 ? "" : result.getString(1));
      }
    }
    return rows;
  }
}
