package tally.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tally.db.DatabaseFault;

/**
 * The header {@code Idempotency-Key}: a request that is sent again with it and the same body is
 * answered again, and has its effect once. A user's keys count for each route by themselves, for 24
 * hours at least.
 *
 * @param fingerprint of what was asked for: the path and the body
 */
public record IdempotencyKey(String route, String key, String fingerprint) {
  private static final String HEADER = "Idempotency-Key";
  private static final int LONGEST = 255;
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * What stands before an effect in SQL. It goes on only for each row of {@code go}: there is one
   * if the key is new, and no other request with it is under way, at any replica.
   *
   * <p>The statement is a transaction of its own, so that the key is kept with the effect or not at
   * all. It sees what was there when it began: of two that pass this at the same moment one fails
   * on the primary key, and is tried again.
   */
  public static final String BEFORE =
      """
      with earlier as (
        select fingerprint, ids, created_at
        from idempotency_keys
        where user_id = :userId and route = :route and key = :key
      ), turn as materialized (
        select pg_try_advisory_xact_lock(
          hashtextextended(concat_ws(' ', :userId, :route, :key), 0)) as is_mine
        where not exists (select from earlier)
      ), go as (
        select from turn where is_mine
      ),
      """;

  /** What stands behind the effect, whose last part is {@code effect (id, created_at)}. */
  public static final String AFTER =
      """
      , kept as (
        insert into idempotency_keys (user_id, route, key, fingerprint, ids, created_at)
        select :userId, :route, :key, :fingerprint, array_agg(id order by created_at),
          min(created_at)
        from effect
        having count(*) > 0
        returning fingerprint, ids, created_at
      ), outcome as (
        select fingerprint, ids, created_at from earlier
        union all
        select fingerprint, ids, created_at from kept
      )
      select coalesce((select is_mine from turn), true) as is_turn, fingerprint, ids, created_at
      from (select) as always left join outcome on true
      """;

  /**
   * The key of this request; null if it has none.
   *
   * @throws Problem.InvalidParameter if it is not 1 to 255 visible characters
   */
  static @Nullable IdempotencyKey of(Context ctx) {
    var sent = Collections.list(ctx.req().getHeaders(HEADER));
    if (sent.isEmpty()) {
      return null;
    }
    var key = sent.get(0);
    boolean visible = key.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (sent.size() > 1 || key.isEmpty() || key.length() > LONGEST || !visible) {
      throw new Problem.InvalidParameter(
          "The header Idempotency-Key must be one text of 1 to 255 visible ASCII characters.");
    }
    return new IdempotencyKey(Exchange.of(ctx).route(), key, fingerprint(ctx));
  }

  /**
   * Has the effect, or finds out what it was.
   *
   * @param attempt the statement between {@link #BEFORE} and {@link #AFTER}
   * @return empty if there was no effect
   * @throws Problem if the key stood for something else, or for what is not done yet
   */
  public Optional<Made> once(Supplier<Outcome> attempt) {
    Outcome outcome;
    try {
      outcome = attempt.get();
    } catch (RuntimeException e) {
      var cause = DatabaseFault.cause(e);
      if (cause == null || !UNIQUE_VIOLATION.equals(cause.getSQLState())) {
        throw e;
      }
      outcome = attempt.get();
    }
    if (!outcome.isTurn) {
      throw new Problem.IdempotencyInProgress();
    }
    if (outcome.fingerprint != null && !outcome.fingerprint.equals(fingerprint)) {
      throw new Problem.IdempotencyKeyReused();
    }
    return Optional.ofNullable(outcome.made());
  }

  private static String fingerprint(Context ctx) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(ctx.path().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(Body.text(ctx).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * A row of the statement.
   *
   * @param isTurn false while another request with the key is under way
   * @param fingerprint that of the request that had the effect, null where there was none
   * @param ids what the effect made, in its order
   * @param createdAt the time of the first of them; each further one is a microsecond later
   */
  public record Outcome(
      boolean isTurn,
      @Nullable String fingerprint,
      @Nullable List<UUID> ids,
      @Nullable Instant createdAt) {
    private @Nullable Made made() {
      return ids == null || createdAt == null ? null : new Made(ids, createdAt);
    }
  }

  /** What the effect has made. */
  public record Made(List<UUID> ids, Instant createdAt) {
    /** The time of one of them, which are counted from 0. */
    public Instant createdAt(int n) {
      return createdAt.plus(n, ChronoUnit.MICROS);
    }
  }
}
