package tally.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.tasks.Task;
import tally.tasks.TaskDao;

/** Lists a user's tasks. */
@Command(
    name = "list",
    description = "Lists a user's tasks, the newest first.",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar task list --user ann@example.com --open",
      "  java -jar app.jar task list --user ann@example.com --json | jq -r '.[].title'"
    })
final class TaskListCommand implements Callable<Integer> {
  private static final int AT_ONCE = 1000;

  private final Surroundings around;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "EMAIL|UUID",
      description = "Whose tasks.")
  private String owner = "";

  @Option(names = "--open", description = "Only those that are not completed.")
  private boolean open;

  @Option(names = "--json", description = "Prints a JSON array, a task in each line.")
  private boolean json;

  TaskListCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    return DatabaseAccess.use(
        around.config(),
        around.err(),
        database -> {
          var user = NamedUser.in(database, owner);
          var tasks = database.dao(TaskDao.class);
          @Nullable Boolean isCompleted = open ? Boolean.FALSE : null;
          try (var listing = new Listing(around.out(), json)) {
            @Nullable Task last = null;
            do {
              var page = tasks.newest(user.id(), isCompleted, last, AT_ONCE);
              page.forEach(task -> listing.add(task, line(task)));
              last = page.size() < AT_ONCE ? null : page.get(AT_ONCE - 1);
            } while (last != null);
          }
          return 0;
        });
  }

  private static String line(Task task) {
    return task.id() + (task.isCompleted() ? "  [x]  " : "  [ ]  ") + task.title();
  }
}
