package tally.auth;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

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

  /** Whether nothing has changed since. */
  @SqlQuery("select exists (select from users where id = :userId and updated_at = :updatedAt)")
  boolean isUnchanged(UUID userId, Instant updatedAt);

  @SqlUpdate(
      """
      delete from messages
      where ctid = any(array(
        select ctid from messages where user_id = :userId limit :atOnce for update skip locked
      ))
      """)
  int deleteMessages(UUID userId, int atOnce);

  @SqlUpdate(
      """
      delete from conversations
      where ctid = any(array(
        select ctid from conversations where user_id = :userId limit :atOnce for update skip locked
      ))
      """)
  int deleteConversations(UUID userId, int atOnce);

  @SqlUpdate(
      """
      delete from tasks
      where ctid = any(array(
        select ctid from tasks where owner_id = :userId limit :atOnce for update skip locked
      ))
      """)
  int deleteTasks(UUID userId, int atOnce);

  /** With what little may be left. */
  @SqlUpdate("delete from users where id = :userId")
  boolean deleteUser(UUID userId);
}
