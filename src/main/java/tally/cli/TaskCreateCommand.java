package tally.cli;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.auth.Email;
import tally.auth.User;
import tally.auth.UserDao;
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
    try (var access = DatabaseAccess.forCommand(config, around.err());
        var database = access.open(config)) {
      var user =
          find(database.dao(UserDao.class))
              .orElseThrow(
                  () -> Failure.of("There is no such user; make one with: user create EMAIL"));
      database.dao(TaskDao.class).insert(user.id(), List.of(task), null);
      around.out().println("Task created: " + task.id());
    }
    return 0;
  }

  private Optional<User> find(UserDao users) {
    if (owner.indexOf('@') >= 0) {
      return Email.normal(owner).flatMap(users::findByEmail);
    }
    try {
      return users.find(UUID.fromString(owner));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--user must be an e-mail address or the id of a user.");
    }
  }
}
