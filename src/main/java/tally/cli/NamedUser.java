package tally.cli;

import java.util.Optional;
import java.util.UUID;
import tally.auth.Email;
import tally.auth.User;
import tally.auth.UserAdminDao;
import tally.auth.UserDao;
import tally.db.Database;

/** The user whom a command is about, named by address or id. */
final class NamedUser {
  private NamedUser() {}

  /** Finds it, or fails. */
  static User in(Database database, String name) {
    return find(database.dao(UserDao.class), name)
        .orElseThrow(
            () ->
                Failure.of(
                    "There is no such user; see: user list, or make one: user create EMAIL"));
  }

  /** Lets a user log in, or no longer. */
  static User setActive(Surroundings around, String name, boolean isActive) {
    return DatabaseAccess.use(
        around.config(),
        around.err(),
        database -> {
          var user = in(database, name);
          if (!database.dao(UserAdminDao.class).setActive(user.id(), isActive)) {
            throw Failure.of("The user was deleted meanwhile.");
          }
          return user;
        });
  }

  private static Optional<User> find(UserDao users, String name) {
    if (name.indexOf('@') >= 0) {
      return Email.normal(name).flatMap(users::findByEmail);
    }
    try {
      return users.find(UUID.fromString(name));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("A user is named by an e-mail address or an id.");
    }
  }
}
