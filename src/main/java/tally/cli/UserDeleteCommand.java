package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.auth.AccountDao;
import tally.auth.AccountDeletion;
import tally.auth.User;
import tally.auth.UserAdminDao;
import tally.db.Database;
import tally.db.InSteps;

/** Deletes a user with everything that is theirs. */
@Command(
    name = "delete",
    description = "Deletes a user with all tasks, conversations and messages, for good.",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar user delete ann@example.com",
      "  java -jar app.jar user delete ann@example.com --yes"
    })
final class UserDeleteCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL|UUID", description = "Who.")
  private String name = "";

  @Option(
      names = {"--yes", "-y"},
      description = "Does not ask.")
  private boolean yes;

  UserDeleteCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = around.config();
    if (!yes && around.terminal() == null) {
      throw Failure.usage("Nobody is there to be asked; say --yes to delete the user for good.");
    }
    var deleted = DatabaseAccess.use(config, around.err(), this::delete);
    around.out().println("Deleted: " + deleted.email());
    return 0;
  }

  private User delete(Database database) {
    var user = NamedUser.in(database, name);
    if (!yes) {
      confirm(database, user);
    }
    var deletion = new AccountDeletion(database.dao(AccountDao.class), new InSteps());
    if (!deletion.condemn(user.id(), user.updatedAt())) {
      throw Failure.of("The user has changed meanwhile, and was not deleted; try again.");
    }
    deletion.deleteCondemned(user.id());
    return user;
  }

  private void confirm(Database database, User user) {
    var terminal = around.terminal();
    var summary = database.dao(UserAdminDao.class).summary(user.id());
    var typed =
        terminal == null
            ? ""
            : terminal.line(
                "%s has %d tasks and %d conversations. Type the e-mail address to delete all of it: "
                    .formatted(user.email(), summary.tasks(), summary.conversations()));
    if (!typed.strip().equalsIgnoreCase(user.email())) {
      throw Failure.of("Nothing was deleted.");
    }
  }
}
