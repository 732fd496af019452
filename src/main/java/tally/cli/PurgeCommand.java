package tally.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.conversations.Deletion;
import tally.conversations.DeletionDao;
import tally.conversations.Trash;
import tally.conversations.TrashDao;
import tally.db.InSteps;

/** Does at once what the server does once a day. */
@Command(
    name = "purge",
    description = {
      "Deletes conversations that have been in the trash for TRASH_RETENTION_DAYS, with their messages,",
      "and moves those without a change for CONVERSATION_RETENTION_DAYS into it. The server does so once a day."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar purge --dry-run",
      "  java -jar app.jar purge --older-than 0     empties the trash"
    })
final class PurgeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--dry-run", description = "Says what it would do, and does nothing.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      description = "So many days in the trash are enough, instead of TRASH_RETENTION_DAYS.")
  private @Nullable Integer olderThan;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  PurgeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = around.config();
    if (olderThan != null && (olderThan < 0 || olderThan > 36500)) {
      throw Failure.usage("--older-than must be a whole number from 0 to 36500.");
    }
    var retention =
        new Trash.Retention(
            olderThan == null ? config.retention().trashDays() : olderThan,
            config.retention().idleDays());
    print(
        DatabaseAccess.use(
            config,
            around.err(),
            database -> {
              var deletion = new Deletion(database.dao(DeletionDao.class), new InSteps());
              var trash = new Trash(database.dao(TrashDao.class), deletion);
              return dryRun ? trash.preview(retention) : trash.purge(retention);
            }));
    return 0;
  }

  private void print(Trash.Purged purged) {
    around
        .out()
        .println(
            (json
                    ? "{\"dry_run\": %s, \"deleted_conversations\": %d, \"deleted_messages\": %d, \"trashed_conversations\": %d}"
                    : (dryRun
                        ? "Would delete %2$d conversations with %3$d messages from the trash, and move %4$d into it."
                        : "Deleted %2$d conversations with %3$d messages from the trash, and moved %4$d into it."))
                .formatted(
                    dryRun,
                    purged.deletedConversations(),
                    purged.deletedMessages(),
                    purged.trashedConversations()));
  }
}
