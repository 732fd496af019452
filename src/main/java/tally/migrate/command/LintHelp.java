package tally.migrate.command;

import tally.migrate.lint.Rule;

/** What {@code lint --help} has to say; apart, so that the rules are loaded for nothing else. */
final class LintHelp {
  private LintHelp() {}

  static String text() {
    var text =
        new StringBuilder(
            """
            Finds statements that stop the traffic, lose rows, or break the release that is still
            running. FILES, with or without their directory, are those to report on; without them,
            all. Exit 12 with findings, 0 without.

            A file is judged by its text. Tables that it makes itself are left alone. Where a
            database is given and has been migrated, the files it has not run are judged by it, too:
            tables that it has not yet, or that have under 10,000 rows as of ANALYZE, may be locked.

            A line '-- migrate: ignore RULE REASON' before a statement accepts what RULE finds in
            it.

            --json answers with {"files", "database", "revision", "findings", "overlooked"}, the last
            two arrays of {"file", "path", "line", "rule", "subject", "why", "safe"}.

            Examples:
              migrate lint                                 all files
              migrate lint --pending                       what the next upgrade would run
              migrate lint sql/010_add_tags.up.sql         one file
              migrate lint --github                        marks the lines of a pull request
              migrate lint --json | jq '.findings[].rule'  only the rules

            Rules:
            """);
    for (Rule rule : Rule.values()) {
      text.append("  ").append(rule.id()).append("\n      ").append(rule.why()).append('\n');
    }
    return text.toString();
  }
}
