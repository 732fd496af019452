package tally;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Compares the database's schema with what this jar needs. */
@FunctionalInterface
public interface SchemaCheck {
  /** Asks the database for its revision. */
  State of(Connection connection) throws SQLException;

  /**
   * What was found.
   *
   * @param revision where the database is
   * @param remark what that is for this jar, null where it needs no remark
   * @param fault why this jar cannot work with it, and which command helps; null if it can
   */
  record State(String revision, @Nullable String remark, @Nullable String fault) {
    /** The revision as people read it. */
    public String shown() {
      return remark == null ? revision : revision + " (" + remark + ")";
    }
  }
}
