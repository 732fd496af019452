package tally.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Sessions in SQL: a login is a row, and over when the row is. */
interface SessionDao {
  /**
   * Begins a session of an active user, and clears away those of the user that have expired.
   *
   * @return the user, empty if it is gone or inactive
   */
  @SqlQuery(
      """
      with expired as (
        delete from sessions where user_id = :userId and expires_at <= clock_timestamp()
      ), begun as (
        insert into sessions
          (id, user_id, created_at, expires_at, last_seen_at, address, user_agent)
        select :id, users.id, clock.now, :expiresAt, clock.now, :address, :userAgent
        from users, (select clock_timestamp() as now) as clock
        where users.id = :userId and users.is_active
        returning user_id
      )
      select users.id, email, users.created_at, updated_at, is_active
      from users join begun on begun.user_id = users.id
      """)
  Optional<User> begin(
      UUID id,
      UUID userId,
      Instant expiresAt,
      @Nullable String address,
      @Nullable String userAgent);

  /** Whether the session is there, not expired, the user's, and the user active. */
  @SqlQuery(
      """
      select exists (
        select
        from sessions join users on users.id = sessions.user_id
        where sessions.id = :id and user_id = :userId and expires_at > clock_timestamp()
          and is_active
      )
      """)
  boolean isLive(UUID userId, UUID id);

  @SqlUpdate("delete from sessions where id = :id and user_id = :userId")
  boolean end(UUID userId, UUID id);
}
