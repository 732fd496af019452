package tally.migrate.database;

import java.sql.SQLException;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.failure.StatementFailure;

/** What the server answers to our own statements where nobody expected it to refuse. */
public final class Unexpected {
  private Unexpected() {}

  /** The refusal for an error, which stays its cause. */
  public static MigrationException of(SQLException e) {
    if (SqlState.is(e, SqlState.READ_ONLY)) {
      return new Refusal(
          Exit.STATE,
          "This server only reads (a standby, or default_transaction_read_only): give the address of"
              + " the primary",
          e);
    }
    if (SqlState.is(e, SqlState.NOT_PERMITTED)) {
      return new Refusal(
          Exit.STATE,
          "Our role may not do what is needed: "
              + StatementFailure.message(e)
              + ". Grant it, or migrate as the owner of the schema",
          e);
    }
    if (SqlState.is(e, SqlState.NO_SUCH_SCHEMA)) {
      return new Refusal(
          Exit.STATE,
          StatementFailure.message(e) + ". Create the schema of --version-table-schema first",
          e);
    }
    String message = StatementFailure.message(e);
    if (SqlState.is(e, SqlState.NO_SUCH_COLUMN)) {
      return new Refusal(
          Exit.STATE,
          "The tables in schema migrator are not those of this program: "
              + message
              + ". If they are something else's, rename that schema",
          e);
    }
    return new Refusal(
        Exit.UNREACHABLE,
        SqlState.isLost(e)
            ? "The connection to the database broke: " + message
            : "The database refused: " + e.getSQLState() + " " + message,
        e);
  }
}
