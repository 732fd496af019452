package tally.migrate;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The migrator as a command: {@code migrate upgrade head} and the like, words and output as
 * Alembic's. What is answered goes to standard output, what is being done and what went wrong to
 * standard error.
 */
public final class MigrateCommandLine {
  private final Map<String, String> environment;
  private final Connections connections;
  private final PrintStream out;
  private final PrintStream err;
  private @Nullable Shutdown shutdown;

  private MigrateCommandLine(
      Map<String, String> environment, Connections connections, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.connections = connections;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command. SIGTERM and SIGINT end it in order: the statement is cancelled, its file
   * rolled back, the lock released.
   *
   * @param arguments what stands after {@code migrate}; none means {@code upgrade head}
   * @param environment {@code NO_COLOR} is looked at
   * @return the status to exit with: 0 done, 1 database not reachable or unexpected, 2 usage, 3 the
   *     state refuses, 4 a statement failed and its file was rolled back, 5 irreversible, 6 a
   *     pooler, 7 lock not obtained, 8 files invalid or changed, 9 `verify` failed, 10 drift, 11 a
   *     file without a transaction stopped half-way, 12 lint findings, 130 interrupted
   */
  public static int run(
      List<String> arguments,
      Map<String, String> environment,
      Connections connections,
      PrintStream out,
      PrintStream err) {
    int status = new MigrateCommandLine(environment, connections, out, err).run(arguments).status();
    out.flush();
    err.flush();
    return status;
  }

  private Exit run(List<String> words) {
    var console = new Console(out, err, false, false, words.contains("--json"), false);
    try {
      Arguments arguments = Arguments.parse(words);
      console = console(arguments);
      if (arguments.has(Option.HELP)) {
        out.print(Help.of(arguments));
        return Exit.DONE;
      }
      run(arguments, console);
      return Exit.DONE;
    } catch (MigrationException e) {
      return Failure.print(e, console);
    } catch (RuntimeException e) {
      return Failure.print(e, console);
    } finally {
      // Not before everything is said: what waits for it is the end of the process.
      if (shutdown != null) {
        shutdown.finished();
      }
    }
  }

  private void run(Arguments arguments, Console console) {
    String directory = arguments.value(Option.DIR);
    List<SqlFile> files =
        arguments.command().writesFiles()
            ? List.of()
            : directory == null ? SqlFiles.packed() : SqlFiles.in(new File(directory));
    var chain = new Chain(Revisions.read(files));
    if (chain.head() == 0 && arguments.command().needsFiles()) {
      throw new Refusal(
          Exit.FILES,
          "There are no migration files in "
              + (directory == null ? "this program" : directory)
              + ": give their folder with --dir");
    }
    var interruption = new Interruption();
    var invocation = new Invocation(arguments, chain, connections, console, interruption);
    if (arguments.has(Option.SQL)) {
      OfflineSql.print(invocation);
      return;
    }
    Command command = command(arguments.command());
    if (!arguments.command().changes()) {
      command.run(invocation);
      return;
    }
    shutdown = Shutdown.watch(interruption);
    command.run(invocation);
  }

  private static Command command(CommandName name) {
    return switch (name) {
      case UPGRADE -> new UpgradeCommand();
      case DOWNGRADE -> new DowngradeCommand();
      case CURRENT -> new CurrentCommand();
      case STATUS -> new StatusCommand();
      case HISTORY -> new HistoryCommand();
      case HEADS -> new HeadsCommand();
      case BRANCHES -> new BranchesCommand();
      case SHOW -> new ShowCommand();
      case STAMP -> new StampCommand();
      case LOG -> new LogCommand();
      case ACCEPT -> new AcceptCommand();
      case RESET -> new ResetCommand();
      case CHECK -> new CheckCommand();
      case VALIDATE -> new ValidateCommand();
      case LINT -> new LintCommand();
      case VERIFY -> new VerifyCommand();
      case NEW -> new NewCommand();
      case IMPORT_ALEMBIC -> new ImportAlembicCommand();
    };
  }

  private Console console(Arguments arguments) {
    boolean plain =
        arguments.has(Option.NO_COLOR)
            || !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Console(
        out,
        err,
        arguments.has(Option.QUIET),
        arguments.has(Option.VERBOSE),
        arguments.has(Option.JSON),
        !plain && isTerminal(err));
  }

  /** Whether it is this process's standard error, on a terminal; on Linux, where it can be seen. */
  private static boolean isTerminal(PrintStream stream) {
    if (stream != System.err) {
      return false;
    }
    try {
      String target = new File("/proc/self/fd/2").getCanonicalPath();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
