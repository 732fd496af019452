package tally.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * What changes an account as a whole, in SQL. Who is condemned has the own id for an address, which
 * nobody logs in with, and does not come back.
 */
public interface AccountDao {
  /**
   * Changes the password and ends every other session, both or none.
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
   * From here on nobody is this user, and the address is free for another.
   *
   * @param updatedAt the state of the user in which the password was checked
   * @return false if the user is gone or changed since
   */
  @SqlUpdate(
      """
      update users
      set email = cast(id as text), is_active = false,
        updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
      where id = :userId and updated_at = :updatedAt and email <> cast(id as text)
      """)
  boolean condemn(UUID userId, Instant updatedAt);

  /** Everybody who is condemned. */
  @SqlQuery("select id from users where not is_active and email = cast(id as text)")
  List<UUID> condemned();

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
  @SqlUpdate("delete from users where id = :userId and email = cast(id as text)")
  void deleteUser(UUID userId);
}
