package tally.auth;

import static tally.db.InSteps.ROWS;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import tally.db.InSteps;

/** What changes an account as a whole, in SQL. All of it happens, or nothing. */
public interface AccountDao {
  /**
   * Changes the password and ends every other session.
   *
   * @param updatedAt the state of the user in which the old password was checked
   * @return false if the user is gone or changed since
   */
  @Transaction
  default boolean changePassword(
      UUID userId, Instant updatedAt, String hashedPassword, UUID currentSession) {
    if (!replacePassword(userId, updatedAt, hashedPassword)) {
      return false;
    }
    // Another statement, so that it sees what was committed while the first one waited.
    endOtherSessions(userId, currentSession);
    return true;
  }

  @SqlUpdate(
      """
      update users
      set hashed_password = :hashedPassword,
        updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
      where id = :userId and updated_at = :updatedAt
      """)
  boolean replacePassword(UUID userId, Instant updatedAt, String hashedPassword);

  @SqlUpdate("delete from sessions where user_id = :userId and id <> :currentSession")
  void endOtherSessions(UUID userId, UUID currentSession);

  /**
   * Deletes a user with everything that is theirs. The constraints would do that alone, but in one
   * statement, which a million messages would take beyond its time.
   *
   * @param updatedAt the state of the user in which the password was checked
   * @return false if the user is gone or changed since
   */
  @Transaction
  default boolean delete(UUID userId, Instant updatedAt) {
    if (lock(userId, updatedAt).isEmpty()) {
      return false;
    }
    InSteps.deleteAll(() -> deleteMessages(userId, ROWS));
    InSteps.deleteAll(() -> deleteConversations(userId, ROWS));
    InSteps.deleteAll(() -> deleteTasks(userId, ROWS));
    return deleteUser(userId);
  }

  /** From here on nothing more of theirs is added. */
  @SqlQuery("select id from users where id = :userId and updated_at = :updatedAt for update")
  Optional<UUID> lock(UUID userId, Instant updatedAt);

  @SqlUpdate(
      """
      delete from messages
      where ctid = any(array(select ctid from messages where user_id = :userId limit :atOnce))
      """)
  int deleteMessages(UUID userId, int atOnce);

  @SqlUpdate(
      """
      delete from conversations
      where ctid = any(array(select ctid from conversations where user_id = :userId limit :atOnce))
      """)
  int deleteConversations(UUID userId, int atOnce);

  @SqlUpdate(
      """
      delete from tasks
      where ctid = any(array(select ctid from tasks where owner_id = :userId limit :atOnce))
      """)
  int deleteTasks(UUID userId, int atOnce);

  @SqlUpdate("delete from users where id = :userId")
  boolean deleteUser(UUID userId);
}
