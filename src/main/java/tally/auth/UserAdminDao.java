package tally.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Users in SQL, as whoever runs the server sees and changes them: without their passwords, and
 * without those who are condemned.
 */
public interface UserAdminDao {
  /** The users after an address, by address. */
  @SqlQuery(
      """
      select id, email, created_at, updated_at, is_active
      from users
      where email > :after and email <> cast(id as text)
      order by email
      limit :limit
      """)
  List<User> page(String after, int limit);

  /** One who is there, with how much is theirs. */
  @SqlQuery(
      """
      select id, email, created_at, updated_at, is_active, last_seen_at, sessions, tasks,
        open_tasks, conversations, trashed_conversations
      from users,
        lateral (select count(*) as sessions, max(last_seen_at) as last_seen_at
          from sessions where user_id = users.id and expires_at > clock_timestamp()) as s,
        lateral (select count(*) as tasks, count(*) filter (where not is_completed) as open_tasks
          from tasks where owner_id = users.id) as t,
        lateral (select count(*) as conversations,
            count(*) filter (where is_deleted) as trashed_conversations
          from conversations
          where user_id = users.id and deleted_at is distinct from 'epoch') as c
      where id = :id
      """)
  UserSummary summary(UUID id);

  /**
   * Sets a password and ends every session, both or none.
   *
   * @return false if the user is gone
   */
  @Transaction
  default boolean setPassword(UUID id, String hashedPassword) {
    // The sessions in another statement: it sees those that began while the first one waited.
    return replacePassword(id, hashedPassword) && endSessions(id);
  }

  /**
   * Lets a user log in, or no longer; then every session ends, too.
   *
   * @return false if the user is gone
   */
  @Transaction
  default boolean setActive(UUID id, boolean isActive) {
    return replaceActive(id, isActive) && (isActive || endSessions(id));
  }

  @SqlUpdate(
      """
      update users
      set hashed_password = :hashedPassword,
        updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
      where id = :id and email <> cast(id as text)
      """)
  boolean replacePassword(UUID id, String hashedPassword);

  @SqlUpdate(
      """
      update users
      set is_active = :isActive,
        updated_at = case is_active when :isActive then updated_at
          else greatest(clock_timestamp(), updated_at + interval '1 microsecond') end
      where id = :id and email <> cast(id as text)
      """)
  boolean replaceActive(UUID id, boolean isActive);

  private boolean endSessions(UUID id) {
    deleteSessions(id);
    return true;
  }

  @SqlUpdate("delete from sessions where user_id = :id")
  void deleteSessions(UUID id);

  /**
   * A user, and how much is theirs.
   *
   * @param lastSeenAt null where no session is live
   * @param sessions live ones
   */
  record UserSummary(
      UUID id,
      String email,
      Instant createdAt,
      Instant updatedAt,
      boolean isActive,
      @Nullable Instant lastSeenAt,
      long sessions,
      long tasks,
      long openTasks,
      long conversations,
      long trashedConversations) {}
}
