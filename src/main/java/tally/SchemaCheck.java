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
   * @param revision where the database is, as people read it
   * @param fault why this jar cannot work with it, and which command helps; null if it can
   */
  record State(String revision, @Nullable String fault) {}
}
