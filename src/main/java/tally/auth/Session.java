package tally.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A login that is not over.
 *
 * @param lastSeenAt to the minute
 * @param address where the login came from, null if it is not known
 * @param userAgent as the client called itself, cut to what fits
 * @param isCurrent whether it is the one that asks
 */
record Session(
    UUID id,
    Instant createdAt,
    Instant expiresAt,
    Instant lastSeenAt,
    @Nullable String address,
    @Nullable String userAgent,
    boolean isCurrent) {}
