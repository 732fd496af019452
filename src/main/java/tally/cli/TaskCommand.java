package tally.cli;

import picocli.CommandLine.Command;

/** The commands for tasks. */
@Command(
    name = "task",
    description = "Tasks: see task --help.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar task create --user ann@example.com 'buy milk'",
      "  java -jar app.jar task list --user ann@example.com --json"
    })
final class TaskCommand {}
