package tally.tasks;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tally.db.GroupedWrites;
import tally.http.IdempotencyKey;

/** Makes and changes tasks, those of one user together that come at the same moment. */
final class TaskWrites {
  /** So many tasks go together. */
  private static final int MOST = 100;

  private final TaskDao tasks;
  private final GroupedWrites<UUID, List<NewTask>, List<Task>> inserts;
  private final GroupedWrites<UUID, TaskUpdate, Optional<Task>> updates;

  TaskWrites(TaskDao tasks) {
    this.tasks = tasks;
    this.inserts =
        GroupedWrites.ofLists((ownerId, sent) -> tasks.insert(ownerId, sent, null), MOST);
    this.updates = new GroupedWrites<>(this::updateAll, TaskWrites::fits);
  }

  /**
   * The tasks as they are stored, in their order: all of them or, on an exception, none.
   *
   * @param key null where the request may have its effect again; with one it goes by itself
   */
  List<Task> insert(UUID ownerId, List<NewTask> sent, @Nullable IdempotencyKey key) {
    return key == null ? inserts.write(ownerId, sent) : tasks.insert(ownerId, sent, key);
  }

  /** The changed task, empty where there is none of the user's in a state that the client named. */
  Optional<Task> update(UUID ownerId, TaskUpdate update) {
    return updates.write(ownerId, update);
  }

  /** A statement changes each row once. */
  private static boolean fits(List<TaskUpdate> some, TaskUpdate next) {
    return some.size() < MOST && some.stream().noneMatch(one -> one.id().equals(next.id()));
  }

  private List<Optional<Task>> updateAll(UUID ownerId, List<TaskUpdate> updates) {
    // In one order, or two statements could lock each what the other one waits for.
    var inOrder = updates.stream().sorted(Comparator.comparing(TaskUpdate::id)).toList();
    var changed =
        tasks.update(ownerId, inOrder).stream()
            .collect(Collectors.toMap(Task::id, Function.identity()));
    return updates.stream().map(update -> Optional.ofNullable(changed.get(update.id()))).toList();
  }
}
