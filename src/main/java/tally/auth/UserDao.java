package tally.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import tally.http.Versioned;

/** Users in SQL, without those who are condemned: see {@link AccountDao}. */
public interface UserDao {
  /** Empty where the address is taken, also by somebody who registers at the same moment. */
  @SqlQuery(
      """
      insert into users (id, email, hashed_password, created_at, updated_at)
      select :id, :email, :hashedPassword, clock.now, clock.now
      from (select clock_timestamp() as now) as clock
      on conflict (email) do nothing
      returning id, email, created_at, updated_at, is_active
      """)
  Optional<User> insert(UUID id, String email, String hashedPassword);

  @SqlQuery(
      """
      select id, email, created_at, updated_at, is_active
      from users
      where id = :id and email <> cast(id as text)
      """)
  Optional<User> find(UUID id);

  @SqlQuery(
      """
      select id, email, created_at, updated_at, is_active
      from users
      where email = :email
      """)
  Optional<User> findByEmail(String email);

  /** What a login is checked against. */
  @SqlQuery(
      """
      select id, email, hashed_password, updated_at, is_active
      from users
      where email = :email
      """)
  Optional<Account> account(String email);

  /** The same of somebody who is logged in. */
  @SqlQuery(
      """
      select id, email, hashed_password, updated_at, is_active
      from users
      where id = :id and email <> cast(id as text)
      """)
  Optional<Account> account(UUID id);

  /** Replaces a hash by another of the same password, unless the password was changed meanwhile. */
  @SqlUpdate(
      """
      update users
      set hashed_password = :stronger
      where id = :id and hashed_password = :weaker
      """)
  void strengthen(UUID id, String weaker, String stronger);

  /**
   * What a login is checked against.
   *
   * @param hashedPassword bcrypt, with any of its prefixes
   * @param updatedAt moves with the password, but not when its hash is only replaced
   */
  record Account(UUID id, String email, String hashedPassword, Instant updatedAt, boolean isActive)
      implements Versioned {
    @Override
    public String toString() {
      return "Account[id=" + id + "]";
    }
  }
}
