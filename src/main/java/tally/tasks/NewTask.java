package tally.tasks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.http.Fields;

/** A task to be stored; the rules are those of {@link Task}. */
public record NewTask(UUID id, String title, @Nullable String description) {
  /** Takes the members of one task; what it returns counts after {@code fields.done()}. */
  static NewTask of(Fields fields, UUID id) {
    return new NewTask(
        id,
        fields.required("title", TaskPatch.TITLE),
        fields.optional("description", TaskPatch.DESCRIPTION));
  }

  /** A task of a title alone; empty if the title is not acceptable. */
  public static Optional<NewTask> titled(String title, UUID id) {
    return TaskPatch.TITLE.accept(title).map(accepted -> new NewTask(id, accepted, null));
  }

  /** The task that became of it. */
  Task stored(UUID storedId, UUID ownerId, Instant createdAt) {
    return new Task(storedId, ownerId, title, description, false, createdAt, createdAt, null);
  }
}
