package tally.migrate.command;

import java.util.ArrayList;
import java.util.List;
import tally.migrate.catalog.Difference;
import tally.migrate.console.Console;
import tally.migrate.console.Paint;
import tally.migrate.revision.Chain;
import tally.migrate.run.AppliedFiles;
import tally.migrate.run.OtherSession;
import tally.migrate.state.FailedRun;
import tally.migrate.state.Halfway;
import tally.migrate.state.LoggedRun;
import tally.migrate.state.State;

/** A {@link Status} as people read it: at the top what it is about and what is wrong. */
final class StatusScreen {
  private static final int MOST_APPLIED = 8;
  private static final int MOST_PENDING = 12;
  private static final int MOST_OF_A_SORT = 5;
  private static final int LABEL = 10;
  private static final int LONGEST_DESCRIPTION = 40;

  private final Console console;
  private final Paint paint;
  private final Status status;
  private final Chain chain;

  StatusScreen(Console console, Status status) {
    this.console = console;
    this.paint = console.paint();
    this.status = status;
    this.chain = status.chain();
  }

  /** What can be said wherever the database is. */
  void printTop() {
    State state = status.state();
    line("Database", status.address());
    if (status.encodingFault() != null) {
      fault("Encoding", status.encodingFault());
    }
    revision(state.versions());
    if (!status.migrating().isEmpty()) {
      warning("Running", "another migration: " + OtherSession.describe(status.migrating()));
    }
    Halfway halfway = state.halfway();
    if (halfway != null) {
      fault(
          "Half-way",
          halfway.revision()
              + " "
              + halfway.direction().word()
              + ", "
              + Halfway.place(halfway.done(), status.statements(halfway))
              + ": `migrate "
              + halfway.direction().command()
              + "` goes on");
    }
    FailedRun failed = status.failed();
    if (failed != null) {
      fault(
          "Failed",
          failed.revision()
              + " "
              + failed.direction()
              + ", the last attempt, "
              + failed.at()
              + ": "
              + failed.error().lines().findFirst().orElse(""));
    }
    some("Invalid", status.invalidIndexes().stream().map(StatusScreen::invalid).toList(), "more");
  }

  private static String invalid(String index) {
    return "index " + index + ", which no query uses: `drop index concurrently`, or build it anew";
  }

  /** Where it is among the files. */
  void printRevisions(int place) {
    int pending = chain.head() - place;
    some("Changed", changed(place), "more");
    some(
        "Drift",
        status.drift().differences().stream().map(Difference::message).toList(),
        "more, see `migrate check`");
    if (status.runs() == null) {
      line("Log", "not readable to our role: who applied what is not known");
    }
    if (place > 0) {
      console.print("\n" + paint.bold("Applied, newest first"));
      int last = Math.max(1, place - MOST_APPLIED + 1);
      int width = width(last, place);
      for (int i = place; i >= last; i--) {
        console.print(("  " + title(i, width) + applied(chain.name(i))).stripTrailing());
      }
      rest(last - 1, "earlier");
    }
    if (pending > 0) {
      console.print("\n" + paint.bold("Pending, next first"));
      int last = Math.min(chain.head(), place + MOST_PENDING);
      for (int i = place + 1; i <= last; i++) {
        boolean oneWay = chain.at(i).down().irreversible() != null;
        console.print(
            oneWay ? "  " + title(i, width(place + 1, last)) + "(irreversible)" : "  " + title(i));
      }
      rest(chain.head() - last, "more");
    }
  }

  private void revision(List<String> versions) {
    int place = versions.isEmpty() ? 0 : chain.place(versions.get(0));
    int pending = chain.head() - place;
    if (versions.size() > 1) {
      fault("Revision", "several at once: " + String.join(", ", versions));
    } else if (place == 0 && !versions.isEmpty()) {
      fault("Revision", versions.get(0) + ", which these files do not have");
    } else if (chain.head() == 0) {
      warning("Revision", "base; there are no migration files: give their folder with --dir");
    } else if (pending == 0) {
      line("Revision", paint.green(Listing.unmarked(chain).name(place)));
    } else {
      line("Revision", chain.name(place) + history() + ", " + paint.yellow(pending + " pending"));
    }
  }

  /** What base may hide. */
  private String history() {
    if (status.emptiedFrom() != null) {
      return (status.state().exists() ? " (the version table is empty" : " (no version table")
          + ", though the log has it at "
          + status.emptiedFrom()
          + " last: see `migrate log`)";
    }
    return status.state().exists() ? "" : ", never migrated";
  }

  private List<String> changed(int place) {
    var changed = new ArrayList<String>();
    for (String file : AppliedFiles.changed(chain, status.state(), place)) {
      changed.add(file + ", since it was applied");
    }
    for (String file : AppliedFiles.changedDown(chain, status.state(), place)) {
      changed.add(file + ", since its up file was applied");
    }
    return changed;
  }

  private String applied(String revision) {
    LoggedRun run = status.run(revision);
    if (run != null) {
      return run.shown();
    }
    return paint.dim(status.runs() == null ? "" : "not in the log");
  }

  private String title(int place) {
    return chain.name(place) + "  " + chain.at(place).description();
  }

  /** So wide that what stands behind it stands below one another. */
  private String title(int place, int width) {
    String title = title(place);
    return title + " ".repeat(Math.max(0, width - title.length())) + "  ";
  }

  private int width(int first, int last) {
    int width = 0;
    for (int i = first; i <= last; i++) {
      width = Math.max(width, title(i).length());
    }
    return Math.min(width, LONGEST_DESCRIPTION);
  }

  private void some(String label, List<String> texts, String rest) {
    for (String text : texts.subList(0, Math.min(MOST_OF_A_SORT, texts.size()))) {
      fault(label, text);
    }
    if (texts.size() > MOST_OF_A_SORT) {
      fault(label, "… " + (texts.size() - MOST_OF_A_SORT) + " " + rest);
    }
  }

  private void rest(int count, String word) {
    if (count > 0) {
      console.print("  … " + count + " " + word);
    }
  }

  private void fault(String label, String text) {
    console.print(paint.red(label) + " ".repeat(LABEL - label.length()) + text);
  }

  private void warning(String label, String text) {
    console.print(paint.yellow(label) + " ".repeat(LABEL - label.length()) + text);
  }

  private void line(String label, String text) {
    console.print(label + " ".repeat(LABEL - label.length()) + text);
  }
}
