package tally.migrate.command;

import java.util.List;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.console.Paint;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.NegativeAnswer;
import tally.migrate.lint.Finding;

/**
 * What the linter found, as text, as JSON or as annotations.
 *
 * @param overlooked findings that do not count in this database
 * @param files how many were looked at
 */
record LintAnswer(
    List<Finding> findings, List<Finding> overlooked, int files, LintDatabase database) {

  /**
   * Prints it.
   *
   * @param github as workflow commands, by which GitHub Actions marks the lines of a change
   * @throws MigrationException if there are findings
   */
  void print(Console console, boolean github) {
    if (console.json()) {
      console.print(json());
    } else {
      for (Finding finding : findings) {
        console.print(github ? annotation(finding) : text(finding, console.paint()));
      }
    }
    if (!overlooked.isEmpty()) {
      console.note(
          count(overlooked.size(), "finding")
              + " overlooked: new tables, or with few rows, at "
              + database.address());
    }
    if (!findings.isEmpty()) {
      throw new NegativeAnswer(
          Exit.LINT,
          count(findings.size(), "finding")
              + " in "
              + count(files, "file")
              + ". Change the statement, or accept it with a line '-- migrate: ignore RULE REASON'"
              + " before it");
    }
    if (!console.json()) {
      console.print(console.paint().green(count(files, "file") + ", no findings"));
    }
  }

  private static String text(Finding finding, Paint paint) {
    return paint.bold(finding.file() + ":" + finding.line() + ":")
        + " "
        + paint.yellow(finding.rule().id())
        + subject(finding)
        + ": "
        + finding.rule().why()
        + ".\n    Instead: "
        + finding.rule().safe();
  }

  private static String annotation(Finding finding) {
    return "::warning file="
        + property(finding.path())
        + ",line="
        + finding.line()
        + ",title="
        + property(finding.rule().id() + subject(finding))
        + "::"
        + data(finding.rule().why() + ". Instead: " + finding.rule().safe());
  }

  private static String subject(Finding finding) {
    return finding.subject().isEmpty() ? "" : " (" + finding.subject() + ")";
  }

  /** As GitHub Actions reads the text of a workflow command. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private String json() {
    Json json =
        new Json()
            .beginObject()
            .field("files", files)
            .field("database", database.address())
            .field("revision", database.revision());
    array(json, "findings", findings);
    array(json, "overlooked", overlooked);
    return json.endObject().toString();
  }

  private static void array(Json json, String name, List<Finding> findings) {
    json.beginArray(name);
    for (Finding finding : findings) {
      json.beginObject()
          .field("file", finding.file())
          .field("path", finding.path())
          .field("line", finding.line())
          .field("rule", finding.rule().id())
          .field("subject", finding.subject())
          .field("why", finding.rule().why())
          .field("safe", finding.rule().safe())
          .endObject();
    }
    json.endArray();
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
