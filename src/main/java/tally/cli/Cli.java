package tally.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tally.Config;
import tally.db.EmbeddedPostgresException;
import tally.http.CannotListenException;
import tally.migrate.MigrationException;

/** The commands of the jar, except {@code migrate}, which does without all that is needed here. */
public final class Cli {
  private final Surroundings around;

  private Cli(Surroundings around) {
    this.around = around;
  }

  /** Runs the command that the arguments name and returns its exit code. */
  public static int run(String[] arguments, Surroundings around) {
    return new Cli(around).run(arguments);
  }

  private int run(String[] arguments) {
    var words = arguments.length == 0 ? new String[] {"serve"} : arguments;
    return commands().execute(words);
  }

  private CommandLine commands() {
    var user = new CommandLine(new UserCommand());
    user.addSubcommand(new UserCreateCommand(around));
    var task = new CommandLine(new TaskCommand());
    task.addSubcommand(new TaskCreateCommand(around));
    var commands =
        new CommandLine(new RootCommand())
            .addSubcommand(new ServeCommand(around))
            .addSubcommand(user)
            .addSubcommand(task)
            .addSubcommand(new VersionCommand(around));
    addHelpOption(commands);
    commands.addSubcommand(new HelpCommand());
    commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commands.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    commands.setParameterExceptionHandler((e, words) -> misused(e));
    commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    return commands;
  }

  private static void addHelpOption(CommandLine command) {
    command.setUsageHelpWidth(100);
    command
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
    command.getSubcommands().values().forEach(Cli::addHelpOption);
  }

  private int misused(ParameterException e) {
    var help = "See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      var known = e.getCommandLine().getSubcommands().keySet();
      var word = unmatched.getUnmatched().get(0);
      return say(
          "There is no command " + word + "." + Suggestion.of(word, known) + " " + help,
          ExitCode.USAGE);
    }
    return say(e.getMessage() + ". " + help, ExitCode.USAGE);
  }

  private int failed(Exception e) {
    if (e instanceof Failure failure) {
      return say(String.valueOf(failure.getMessage()), failure.exitCode());
    }
    if (e instanceof ParameterException misuse) {
      return misused(misuse);
    }
    if (e instanceof Config.Invalid invalid) {
      invalid.faults().forEach(around.err()::println);
      return ExitCode.USAGE;
    }
    if (e instanceof EmbeddedPostgresException || e instanceof CannotListenException) {
      return say(String.valueOf(e.getMessage()), ExitCode.SOFTWARE);
    }
    if (e instanceof MigrationException refused) {
      return say(String.valueOf(refused.getMessage()), refused.exitCode());
    }
    var sql = sqlException(e);
    if (sql != null) {
      return say(
          "42P01".equals(sql.getSQLState())
              ? "The database has no tables yet; run: java -jar app.jar migrate upgrade head"
              : "The database is not available; check DATABASE_URL and that PostgreSQL runs"
                  + " (SQLSTATE "
                  + sql.getSQLState()
                  + ").",
          ExitCode.SOFTWARE);
    }
    LoggerFactory.getLogger(Cli.class).debug("the command failed", e);
    return say(
        "The command failed unexpectedly: "
            + e.getClass().getSimpleName()
            + "; LOG_LEVEL=debug tells more.",
        ExitCode.SOFTWARE);
  }

  private int say(String sentence, int exitCode) {
    around.err().println(sentence);
    return exitCode;
  }

  private static @Nullable SQLException sqlException(@Nullable Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
