package tally.db;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * A server that has become a standby keeps its connections and refuses to write. The pool gives
 * them up, and finds the new primary with the next ones.
 */
final class DemotedPrimary implements SQLExceptionOverride {
  private static final String READ_ONLY_SQL_TRANSACTION = "25006";

  @java.lang.Override
  public Override adjudicate(SQLException e) {
    return READ_ONLY_SQL_TRANSACTION.equals(e.getSQLState())
        ? Override.MUST_EVICT
        : Override.CONTINUE_EVICT;
  }
}
