package tally.auth;

import static tally.db.InSteps.ROWS;

import java.time.Instant;
import java.util.UUID;
import tally.db.InSteps;

/**
 * Takes users out of the world, with everything that is theirs. First they are condemned: their
 * sessions are over, and nobody finds them any more. Then all that is theirs goes, step by step,
 * for which nobody waits, and the user at last. Should that not come to its end, it is taken up
 * again.
 */
public final class AccountDeletion {
  private final AccountDao accounts;
  private final InSteps steps;

  public AccountDeletion(AccountDao accounts, InSteps steps) {
    this.accounts = accounts;
    this.steps = steps;
  }

  /**
   * From here on the user is gone, and what is left of it is for {@link #deleteCondemned(UUID)}.
   *
   * @param updatedAt the state of the user in which the password was checked
   * @return false if the user is gone or changed since
   */
  public boolean condemn(UUID userId, Instant updatedAt) {
    return accounts.condemn(userId, updatedAt);
  }

  /** Deletes one who is condemned. */
  public void deleteCondemned(UUID userId) {
    // The constraints would do that alone, but in one statement.
    steps.deleteAll(() -> accounts.deleteMessages(userId, ROWS));
    steps.deleteAll(() -> accounts.deleteConversations(userId, ROWS));
    steps.deleteAll(() -> accounts.deleteTasks(userId, ROWS));
    accounts.deleteUser(userId);
  }

  /** All who are condemned, of whom something may have been left. */
  void deleteCondemned() {
    accounts.condemned().forEach(this::deleteCondemned);
  }
}
