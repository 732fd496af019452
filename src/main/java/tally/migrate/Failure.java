package tally.migrate;

import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.NegativeAnswer;
import tally.migrate.failure.Refusal;
import tally.migrate.failure.StatementFailedException;
import tally.migrate.failure.StatementFailure;
import tally.migrate.script.Fault;

/**
 * Says what went wrong: a sentence on standard error, and what scripts look for on standard output.
 */
final class Failure {
  private Failure() {}

  static Exit print(MigrationException e, Console console) {
    if (console.json() && !(e instanceof NegativeAnswer)) {
      Json json = begin(e.exit(), e.getMessage());
      if (e instanceof StatementFailedException failed) {
        StatementFailure failure = failed.failure();
        json.field("file", failure.script().file())
            .field("line", failure.line())
            .field("column", failure.column())
            .field("sqlState", failure.error().getSQLState())
            .field("error", StatementFailure.message(failure.error()))
            .field("statement", failure.statement() == null ? null : failure.statement().text())
            .field("detail", failure.detail())
            .field("hint", failure.hint())
            .field("context", failure.context())
            .field("state", failed.outcome());
      }
      if (e instanceof InvalidFilesException invalid) {
        faults(json, invalid);
      }
      console.print(json.endObject().endObject().toString());
    } else if (e instanceof Refusal refusal && refusal.alembic() != null) {
      console.print("FAILED: " + refusal.alembic());
    }
    console.error(e.getMessage());
    if (console.verbose() && e.getCause() != null) {
      e.getCause().printStackTrace(console.err());
    }
    return e.exit();
  }

  private static void faults(Json json, InvalidFilesException invalid) {
    json.beginArray("faults");
    for (Fault fault : invalid.faults()) {
      json.beginObject()
          .field("file", fault.file())
          .field("line", fault.line())
          .field("message", fault.message())
          .endObject();
    }
    json.endArray();
  }

  /** A defect of this program, not of what it was given. */
  static Exit print(RuntimeException e, Console console) {
    String message = "Unexpected: " + e;
    if (console.json()) {
      console.print(begin(Exit.UNREACHABLE, message).endObject().endObject().toString());
    }
    console.error(message + (console.verbose() ? "" : ". Please report it, with --verbose"));
    if (console.verbose()) {
      e.printStackTrace(console.err());
    }
    return Exit.UNREACHABLE;
  }

  /** The files, or what the database says, are bigger than this JVM. */
  static Exit print(OutOfMemoryError e, Console console) {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String message =
        "Out of memory: the JVM may use "
            + megabytes
            + " MB. Give it more, such as `java -Xmx1g -jar …`, see `migrate status`, and run this"
            + " again";
    if (console.json()) {
      console.print(begin(Exit.UNREACHABLE, message).endObject().endObject().toString());
    }
    console.error(message);
    if (console.verbose()) {
      e.printStackTrace(console.err());
    }
    return Exit.UNREACHABLE;
  }

  private static Json begin(Exit exit, String message) {
    return new Json()
        .beginObject()
        .beginObject("error")
        .field("code", exit.code())
        .field("exit", exit.status())
        .field("message", message);
  }
}
