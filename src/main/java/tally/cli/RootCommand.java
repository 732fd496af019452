package tally.cli;

import picocli.CommandLine.Command;

/** What stands before every other command; alone it is {@code serve}. */
@Command(
    name = "java -jar app.jar",
    description = "Tally keeps tasks and conversations, over PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "migrate, or alembic, migrates the database: see migrate --help.",
      "Settings are environment variables: see .env.example."
    })
final class RootCommand {}
