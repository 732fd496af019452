package tally.tasks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.http.Versioned;

/**
 * A thing to do.
 *
 * @param title 1 to 100 code points, not blank
 * @param description at most 1000 code points
 * @param updatedAt grows strictly with every change
 * @param completedAt when it became completed, null as long as it is open
 */
public record Task(
    UUID id,
    UUID ownerId,
    String title,
    @Nullable String description,
    boolean isCompleted,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant completedAt)
    implements Versioned {}
