package tally.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tally.Config;
import tally.db.DatabaseFault;
import tally.db.EmbeddedPostgresException;
import tally.http.CannotListenException;
import tally.migrate.failure.MigrationException;
import tally.migrate.invocation.Suggestion;

/** The commands of the jar, except {@code migrate}, which does without all that is needed here. */
public final class Cli {
  /** What Java makes of an argument's bytes that are no text in the locale. */
  private static final char UNREADABLE = '\uFFFD';

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
    if (Stream.of(words).anyMatch(word -> word.indexOf(UNREADABLE) >= 0)) {
      return say(
          "An argument has characters that cannot be read in this locale; set LC_ALL=C.UTF-8,"
              + " then try again.",
          ExitCode.USAGE);
    }
    if (words.length == 1 && words[0].equals("serve")) {
      return serve();
    }
    int code = commands().execute(words);
    // The server's own output may be gone without harm.
    boolean isRead = !words[0].equals("serve");
    return code == ExitCode.OK && isRead && around.out().checkError()
        ? say("Not everything could be written to standard output.", ExitCode.SOFTWARE)
        : code;
  }

  /**
   * Without what reads arguments, which no start-up cache takes and a fresh JVM loads in 100 ms.
   */
  private int serve() {
    try {
      return new ServeCommand(around).call();
    } catch (Exception e) {
      return failed(e);
    }
  }

  private CommandLine commands() {
    var user =
        new CommandLine(new UserCommand())
            .addSubcommand(new UserCreateCommand(around))
            .addSubcommand(new UserListCommand(around))
            .addSubcommand(new UserShowCommand(around))
            .addSubcommand(new UserPasswordCommand(around))
            .addSubcommand(new UserActivateCommand(around))
            .addSubcommand(new UserDeactivateCommand(around))
            .addSubcommand(new UserDeleteCommand(around));
    var task =
        new CommandLine(new TaskCommand())
            .addSubcommand(new TaskCreateCommand(around))
            .addSubcommand(new TaskListCommand(around));
    var commands =
        new CommandLine(new RootCommand())
            .addSubcommand(new ServeCommand(around))
            .addSubcommand(user)
            .addSubcommand(task)
            .addSubcommand(new PurgeCommand(around))
            .addSubcommand(new DoctorCommand(around))
            .addSubcommand(new HealthcheckCommand(around))
            .addSubcommand(new CompletionCommand(around))
            .addSubcommand(new VersionCommand(around));
    addHelpOption(commands);
    addVersionOption(commands.getCommandSpec());
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

  private static void addVersionOption(CommandLine.Model.CommandSpec root) {
    root.version("Tally " + Version.text());
    root.addOption(
        CommandLine.Model.OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Prints the version.")
            .build());
  }

  private int misused(ParameterException e) {
    var help = "See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      var word = unmatched.getUnmatched().get(0);
      var known = words(e.getCommandLine());
      if (known.isEmpty()) {
        return say("There is an argument too many: " + word + ". " + help, ExitCode.USAGE);
      }
      var meant = Suggestion.nearest(word, known);
      var question = meant.isEmpty() ? "" : "Did you mean " + meant + "? ";
      return say("There is no command " + word + ". " + question + help, ExitCode.USAGE);
    }
    var sentence = String.valueOf(e.getMessage());
    return say(sentence + (sentence.endsWith(".") ? " " : ". ") + help, ExitCode.USAGE);
  }

  /** The commands that may stand behind this one. */
  private static Set<String> words(CommandLine command) {
    var words = new TreeSet<>(command.getSubcommands().keySet());
    if (command.getParent() == null) {
      words.addAll(MigrateCommand.NAMES);
    }
    return words;
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
    var sql = DatabaseFault.cause(e);
    if (sql != null) {
      return say(DatabaseFault.describe(sql), ExitCode.SOFTWARE);
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
}
