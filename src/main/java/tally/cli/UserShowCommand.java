package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tally.auth.UserAdminDao;
import tally.auth.UserAdminDao.UserSummary;
import tally.http.Json;

/** Shows one user, and how much is theirs; nothing of what it says. */
@Command(
    name = "show",
    description = "Shows a user, and how much is theirs.",
    footer = {"", "Example:", "  java -jar app.jar user show ann@example.com"})
final class UserShowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "EMAIL|UUID", description = "Who.")
  private String name = "";

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  UserShowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = around.config();
    var user =
        DatabaseAccess.use(
            config,
            around.err(),
            database ->
                database.dao(UserAdminDao.class).summary(NamedUser.in(database, name).id()));
    around.out().println(json ? Json.text(user) : lines(user));
    return 0;
  }

  private static String lines(UserSummary user) {
    return """
    id             %s
    e-mail         %s
    state          %s
    registered     %s
    changed        %s
    last seen      %s
    sessions       %d
    tasks          %d, %d of them open
    conversations  %d, %d of them in the trash"""
        .formatted(
            user.id(),
            user.email(),
            user.isActive() ? "active" : "deactivated",
            user.createdAt(),
            user.updatedAt(),
            user.lastSeenAt() == null ? "not since its last session ended" : user.lastSeenAt(),
            user.sessions(),
            user.tasks(),
            user.openTasks(),
            user.conversations(),
            user.trashedConversations());
  }
}
