package tally.cli;

import picocli.CommandLine.Command;

/** The commands for users. */
@Command(
    name = "user",
    description = "Users: see user --help.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar user create ann@example.com",
      "  java -jar app.jar user list --json"
    })
final class UserCommand {}
