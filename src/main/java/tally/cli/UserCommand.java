package tally.cli;

import picocli.CommandLine.Command;

/** The commands for users. */
@Command(
    name = "user",
    description = "Users: see user --help.",
    synopsisSubcommandLabel = "COMMAND")
final class UserCommand {}
