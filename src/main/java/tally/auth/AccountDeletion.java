package tally.auth;

import static tally.db.InSteps.ROWS;

import java.time.Instant;
import java.util.UUID;
import tally.db.InSteps;

/**
 * Deletes users with everything that is theirs: step by step, and themselves at last, so that
 * nobody waits for it. Should that not come to its end, they still can ask for it once more.
 */
public final class AccountDeletion {
  private final AccountDao accounts;
  private final InSteps steps;

  public AccountDeletion(AccountDao accounts, InSteps steps) {
    this.accounts = accounts;
    this.steps = steps;
  }

  /**
   * Deletes one.
   *
   * @param updatedAt the state of the user in which the password was checked
   * @return false if the user is gone or changed since
   */
  public boolean delete(UUID userId, Instant updatedAt) {
    if (!accounts.isUnchanged(userId, updatedAt)) {
      return false;
    }
    // The constraints would do that alone, but in one statement.
    steps.deleteAll(() -> accounts.deleteMessages(userId, ROWS));
    steps.deleteAll(() -> accounts.deleteConversations(userId, ROWS));
    steps.deleteAll(() -> accounts.deleteTasks(userId, ROWS));
    return accounts.deleteUser(userId);
  }
}
