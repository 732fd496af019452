package tally;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.util.PSQLException;
import tally.db.DatabaseUrl;

/** What the database itself keeps, whoever writes: every rule is tried with plain SQL. */
class SchemaIT {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = DatabaseUrl.parse(TestPostgres.migratedDatabase()).connect();
    execute(
        """
        insert into users (id, email, hashed_password, created_at, updated_at) values
          ('00000000-0000-7000-8000-00000000000a', 'ann@example.com', '-', now(), now()),
          ('00000000-0000-7000-8000-00000000000b', 'bob@example.com', '-', now(), now());
        insert into tasks (id, owner_id, title, created_at, updated_at) values
          ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000a',
            'a task', now(), now());
        insert into conversations (id, user_id, created_at, updated_at) values
          ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-00000000000a',
            now(), now());
        insert into messages
          (id, user_id, conversation_id, role, content, position, created_at) values
          ('00000000-0000-7000-8000-000000000003', '00000000-0000-7000-8000-00000000000a',
            '00000000-0000-7000-8000-000000000002', 'USER', 'a message', 1, now()),
          ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-00000000000a',
            '00000000-0000-7000-8000-000000000002', 'USER', 'another', 2, now())
        """);
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  @TestFactory
  Stream<DynamicTest> aRuleHoldsAgainstPlainSqlToo() {
    return Stream.of(
        breaks("ck_users_email_lower_case", "update users set email = 'Ann@example.com'"),
        breaks("ck_users_email_trimmed", "update users set email = email || E'\\n'"),
        breaks("ck_users_email_not_empty", "update users set email = ''"),
        breaks("ix_users_email", "update users set email = 'ann@example.com'"),
        breaks("ck_tasks_title_not_blank", "update tasks set title = E' \\t\\x0B\\n'"),
        breaks("ck_tasks_completed_at_with_is_completed", "update tasks set is_completed = true"),
        breaks("ck_tasks_completed_at_with_is_completed", "update tasks set completed_at = now()"),
        breaks("tasks_owner_id_fkey", "update tasks set owner_id = gen_random_uuid()"),
        breaks(
            "ck_conversations_deleted_at_with_is_deleted",
            "update conversations set is_deleted = true"),
        breaks(
            "ck_conversations_deleted_at_with_is_deleted",
            "update conversations set deleted_at = now()"),
        breaks(
            "ck_conversations_message_count_not_negative",
            "update conversations set message_count = -1"),
        breaks("ck_messages_content_not_empty", "update messages set content = ''"),
        breaks("ck_messages_position_positive", "update messages set position = position - 1"),
        breaks("ix_messages_user_id_conversation_id_position", "update messages set position = 1"),
        breaks(
            "fk_messages_user_id_conversation_id",
            "update messages set user_id = '00000000-0000-7000-8000-00000000000b'"));
  }

  private static DynamicTest breaks(String rule, String sql) {
    return dynamicTest(
        rule + ": " + sql,
        () -> {
          var error = assertThrows(PSQLException.class, () -> execute(sql)).getServerErrorMessage();
          assertEquals(rule, error == null ? null : error.getConstraint());
        });
  }

  @TestFactory
  Stream<DynamicTest> aColumnIsNeverNull() {
    return Stream.of(
            "tasks.owner_id",
            "tasks.title",
            "conversations.user_id",
            "messages.user_id",
            "messages.position",
            "messages.content",
            "messages.role")
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      var sql = "update %s set %s = null".formatted((Object[]) name.split("\\."));
                      var refusal = assertThrows(PSQLException.class, () -> execute(sql));
                      assertEquals("23502", refusal.getSQLState());
                    }));
  }

  @Test
  void aTextIsLimitedInCodePointsNotInBytes() {
    assertDoesNotThrow(() -> execute("update tasks set title = repeat('😀', 100)"));
    assertThrows(PSQLException.class, () -> execute("update tasks set title = repeat('😀', 101)"));
  }

  /** Letters, not blanks: {@code v} and {@code t} could be taken for escapes of blanks. */
  @Test
  void aTitleOfOneLetterIsNotBlank() {
    for (var letter : List.of("v", "t", "n", "f", "r", "x")) {
      assertDoesNotThrow(() -> execute("update tasks set title = '" + letter + "'"));
    }
  }

  @Test
  void theDocumentedIndexesAreThereAndEveryIndexIsValid() throws SQLException {
    var documented =
        """
        ix_conversations_deleted_at
        ix_conversations_is_deleted
        ix_conversations_updated_at
        ix_conversations_user_id
        ix_conversations_user_id_is_deleted
        ix_messages_conversation_id
        ix_messages_conversation_id_created_at
        ix_messages_created_at
        ix_tasks_created_at
        ix_tasks_is_completed
        ix_tasks_owner_id
        ix_tasks_owner_id_is_completed
        ix_users_email
        ix_users_is_active
        """
            .lines()
            .toList();
    var there =
        rows(
            """
            select relname from pg_index join pg_class on pg_class.oid = indexrelid
            where relname like 'ix\\_%' and indisvalid
            order by relname collate "C"
            """);
    there.retainAll(documented);
    assertEquals(documented, there);
    assertEquals(List.of(), rows("select indexrelid::regclass from pg_index where not indisvalid"));
  }

  @Test
  void withAUserGoesEverythingThatIsTheirs() throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute("delete from users");
      for (var table : List.of("tasks", "conversations", "messages", "sessions")) {
        assertEquals(List.of("0"), rows("select count(*) from " + table));
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String sql) throws SQLException {
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
