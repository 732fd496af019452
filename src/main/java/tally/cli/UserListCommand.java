package tally.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.auth.User;
import tally.auth.UserAdminDao;

/** Lists everybody. */
@Command(
    name = "list",
    description = "Lists the users, by e-mail address.",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar user list",
      "  java -jar app.jar user list --json | jq -r '.[] | select(.is_active | not) | .email'"
    })
final class UserListCommand implements Callable<Integer> {
  private static final int AT_ONCE = 1000;

  private final Surroundings around;

  @Option(names = "--json", description = "Prints a JSON array, a user in each line.")
  private boolean json;

  UserListCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = around.config();
    return DatabaseAccess.use(
        config,
        around.err(),
        database -> {
          var users = database.dao(UserAdminDao.class);
          try (var listing = new Listing(around.out(), json)) {
            var page = users.page("", AT_ONCE);
            while (!page.isEmpty()) {
              page.forEach(user -> listing.add(user, line(user)));
              page = users.page(page.get(page.size() - 1).email(), AT_ONCE);
            }
          }
          return 0;
        });
  }

  private static String line(User user) {
    return user.id() + "  " + user.email() + (user.isActive() ? "" : "  (deactivated)");
  }
}
