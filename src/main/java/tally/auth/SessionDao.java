package tally.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import tally.http.Position;

/** Sessions in SQL: a login is a row, and over when the row is. */
interface SessionDao {
  /**
   * A new user and its first session, both or none.
   *
   * @return the user, empty where the address is taken, also by somebody who registers at the same
   *     moment
   */
  @SqlQuery(
      """
      with registered as (
        insert into users (id, email, hashed_password, created_at, updated_at)
        select :userId, :email, :hashedPassword, clock.now, clock.now
        from (select clock_timestamp() as now) as clock
        on conflict (email) do nothing
        returning id, email, created_at, updated_at, is_active
      ), begun as (
        insert into sessions
          (id, user_id, created_at, expires_at, last_seen_at, address, user_agent)
        select :id, registered.id, created_at, :expiresAt, created_at, :address, :userAgent
        from registered
      )
      select id, email, created_at, updated_at, is_active
      from registered
      """)
  Optional<User> register(
      UUID userId,
      String email,
      String hashedPassword,
      UUID id,
      Instant expiresAt,
      String address,
      @Nullable String userAgent);

  /**
   * Begins a session of an active user, and clears away those of the user that have expired. The
   * lock lets a change of the password either see the session, and end it, or be seen here.
   *
   * @param updatedAt the state of the user in which the password was checked
   * @return the user, empty if it is gone, inactive, or changed since
   */
  @SqlQuery(
      """
      with account as (
        select id, email, created_at, updated_at, is_active
        from users
        where id = :userId and is_active and updated_at = :updatedAt
        for share
      ), begun as (
        insert into sessions
          (id, user_id, created_at, expires_at, last_seen_at, address, user_agent)
        select :id, account.id, clock.now, :expiresAt, clock.now, :address, :userAgent
        from account, (select clock_timestamp() as now) as clock
      ), expired as (
        delete from sessions
        where user_id = :userId and expires_at <= clock_timestamp()
      )
      select id, email, created_at, updated_at, is_active
      from account
      """)
  Optional<User> begin(
      UUID id,
      UUID userId,
      Instant updatedAt,
      Instant expiresAt,
      String address,
      @Nullable String userAgent);

  /**
   * Of a session that is there, not expired, the user's, and the user active: whether it was last
   * seen a minute ago. Empty of every other.
   */
  @SqlQuery(
      """
      select last_seen_at < clock_timestamp() - interval '1 minute'
      from sessions join users on users.id = sessions.user_id
      where sessions.id = :id and user_id = :userId and expires_at > clock_timestamp()
        and is_active
      """)
  Optional<Boolean> isStale(UUID userId, UUID id);

  /** Notes down that the session was seen, unless somebody else is doing that. */
  @SqlUpdate(
      """
      update sessions
      set last_seen_at = clock_timestamp()
      where user_id = :userId and id = (
        select id
        from sessions
        where user_id = :userId and id = :id
          and last_seen_at < clock_timestamp() - interval '1 minute'
        for update skip locked
      )
      """)
  void touch(UUID userId, UUID id);

  /** One page of a user's live sessions, the newest login first. */
  default List<Session> page(UUID userId, UUID current, @Nullable Position after, int limit) {
    return page(
        userId,
        current,
        after == null ? null : after.time(),
        after == null ? null : after.id(),
        limit,
        after == null ? "" : "and (created_at, id) < (:createdAt, :id)");
  }

  @AllowUnusedBindings
  @SqlQuery(
      """
      select id, created_at, expires_at, last_seen_at, address, user_agent,
        id = :current as is_current
      from sessions
      where user_id = :userId and expires_at > clock_timestamp() <start>
      order by created_at desc, id desc
      limit :limit
      """)
  List<Session> page(
      UUID userId,
      UUID current,
      @Nullable Instant createdAt,
      @Nullable UUID id,
      int limit,
      @Define String start);

  @SqlUpdate(
      """
      delete from sessions
      where id = :id and user_id = :userId and expires_at > clock_timestamp()
      """)
  boolean end(UUID userId, UUID id);

  /**
   * Deletes sessions that have expired, everybody's, of users who do not come back. Nobody waits
   * for it.
   *
   * @return how many; so many at a time
   */
  @SqlUpdate(
      """
      delete from sessions
      where id in (
        select id
        from sessions
        where expires_at <= clock_timestamp()
        order by expires_at
        limit :most
        for update skip locked
      )
      """)
  int deleteExpired(int most);
}
