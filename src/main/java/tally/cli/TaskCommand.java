package tally.cli;

import picocli.CommandLine.Command;

/** The commands for tasks. */
@Command(
    name = "task",
    description = "Tasks: see task --help.",
    synopsisSubcommandLabel = "COMMAND")
final class TaskCommand {}
