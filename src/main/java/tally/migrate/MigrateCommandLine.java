package tally.migrate;

import java.io.File;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.command.Command;
import tally.migrate.command.Help;
import tally.migrate.command.OfflineSql;
import tally.migrate.console.Console;
import tally.migrate.console.Terminal;
import tally.migrate.database.Connections;
import tally.migrate.database.Interruption;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revisions;
import tally.migrate.revision.SqlFiles;
import tally.migrate.script.SqlFile;
import tally.migrate.state.Author;

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
    // It flushes, too.
    if (out.checkError()) {
      err.print(
          "Standard output did not take all of the answer: its disk is full, or its reader has gone\n");
      status = status == 0 ? Exit.UNREACHABLE.status() : status;
    }
    err.flush();
    return status;
  }

  private Exit run(List<String> words) {
    var console = new Console(out, err, false, false, words.contains("--json"), Terminal.NONE);
    try {
      Arguments arguments = Arguments.parse(words);
      console = console(arguments);
      if (arguments.has(Option.HELP)) {
        out.print(arguments.has(Option.JSON) ? Help.schema() : Help.of(arguments));
        return Exit.DONE;
      }
      if (arguments.has(Option.VERSION)) {
        out.print("Tally " + Author.ofThisProcess().version() + "\n");
        return Exit.DONE;
      }
      run(arguments, console);
      return Exit.DONE;
    } catch (MigrationException e) {
      return Failure.print(e, console);
    } catch (RuntimeException e) {
      return Failure.print(e, console);
    } catch (OutOfMemoryError e) {
      // What filled the heap is out of reach by now, and the connection, if any, rolled back.
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
    Command command = Command.of(arguments.command());
    if (!arguments.command().changes()) {
      connections.onlyLook();
      command.run(invocation);
      return;
    }
    shutdown = Shutdown.watch(interruption);
    command.run(invocation);
  }

  private Console console(Arguments arguments) {
    boolean quiet = arguments.has(Option.QUIET);
    boolean json = arguments.has(Option.JSON);
    boolean colour = !arguments.has(Option.NO_COLOR);
    return new Console(
        out,
        err,
        quiet,
        arguments.has(Option.VERBOSE),
        json,
        Terminal.find(err, environment, colour, !quiet && !json));
  }
}
