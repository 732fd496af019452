package tally.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.db.Ids;
import tally.tasks.NewTask;
import tally.tasks.TaskDao;

/** Creates a task of a user. */
@Command(
    name = "create",
    description = "Creates a task and prints its id.",
    footer = {
      "",
      "Example:",
      "  java -jar app.jar task create --user ann@example.com \"buy milk\""
    })
final class TaskCreateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "EMAIL|UUID",
      description = "Whose task it is.")
  private String owner = "";

  @Parameters(paramLabel = "TITLE", description = "What is to be done.")
  private String title = "";

  TaskCreateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = around.config();
    var task =
        NewTask.titled(title, Ids.next())
            .orElseThrow(() -> Failure.usage("The title must be a text of 1 to 100 characters."));
    DatabaseAccess.use(
        config,
        around.err(),
        database -> {
          var user = NamedUser.in(database, owner);
          return database.dao(TaskDao.class).insert(user.id(), List.of(task), null);
        });
    around.out().println("Task created: " + task.id());
    return 0;
  }
}
