package tally.auth;

import java.time.Instant;
import java.util.UUID;
import tally.http.Versioned;

/**
 * Somebody who can log in.
 *
 * @param email trimmed and lower case
 * @param isActive whether logins and sessions count
 */
public record User(UUID id, String email, Instant createdAt, Instant updatedAt, boolean isActive)
    implements Versioned {}
