package tally.migrate.database;

import java.sql.SQLException;

/** What an error's SQLSTATE means to a migrator (PostgreSQL documentation, appendix A). */
public final class SqlState {
  static final String CONNECTION_FAILURE = "08006";
  public static final String DIVISION_BY_ZERO = "22012";
  public static final String EXISTS_ALREADY = "42P07";
  public static final String NO_SUCH_SCHEMA = "3F000";
  public static final String NO_SUCH_OBJECT = "42704";
  public static final String INVALID_VALUE = "22023";
  public static final String NOT_IN_STATE = "55000";
  private static final String NEW_ENUM_VALUE = "55P04";
  private static final String OBJECT_IN_USE = "55006";
  private static final String INSIDE_TRANSACTION = "25001";
  public static final String READ_ONLY = "25006";
  public static final String NOT_PERMITTED = "42501";
  public static final String NO_SUCH_COLUMN = "42703";
  public static final String OTHERS_DEPEND_ON_IT = "2BP01";
  public static final String NO_SUCH_STATEMENT = "26000";
  public static final String NO_SUCH_TABLE = "42P01";
  public static final String WRONG_KIND = "42809";

  private static final String ENDS_TRANSACTION = "2D000";
  private static final String PROTOCOL_VIOLATION = "08P01";
  private static final String REFUSED_BY_DRIVER = "08004";
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";
  private static final String SERIALIZATION = "40001";
  private static final String ENDED_BY_ADMINISTRATOR = "57P01";
  private static final String ENDED_BY_CRASH = "57P02";
  private static final String STARTING_OR_STOPPING = "57P03";

  private SqlState() {}

  /** Whether an error has this SQLSTATE; one without a state has none. */
  public static boolean is(SQLException e, String state) {
    return state.equals(e.getSQLState());
  }

  /** PgBouncer does not know a setting that every PostgreSQL driver sends. */
  static boolean isPooler(SQLException e) {
    return is(e, PROTOCOL_VIOLATION)
        && String.valueOf(e.getMessage()).contains("startup parameter");
  }

  /**
   * Not there yet, or full: another moment may be a better one. Not so where the server has no
   * encryption, or wants a password that was not given.
   */
  static boolean isComingUp(SQLException e) {
    return is(e, STARTING_OR_STOPPING)
        || is(e, TOO_MANY_CONNECTIONS)
        || (isConnection(e) && !is(e, REFUSED_BY_DRIVER));
  }

  /** The connection is gone, and what became of the last statement is not known. */
  public static boolean isLost(SQLException e) {
    return isConnection(e)
        || is(e, ENDED_BY_ADMINISTRATOR)
        || is(e, ENDED_BY_CRASH)
        || is(e, STARTING_OR_STOPPING);
  }

  /** The statement cannot be in a transaction of ours, or ends it itself, as a procedure may. */
  public static boolean needsNoTransaction(SQLException e) {
    return is(e, INSIDE_TRANSACTION) || is(e, ENDS_TRANSACTION);
  }

  /**
   * What an earlier statement of the same transaction did has to be committed first: a value added
   * to an enum that is to be used, a table in use by this very session.
   */
  public static boolean wantsCommitBefore(SQLException e) {
    return is(e, NEW_ENUM_VALUE) || is(e, OBJECT_IN_USE);
  }

  /** Class 01, as {@code RAISE WARNING} has it. */
  public static boolean isWarning(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("01");
  }

  /** Somebody else was in the way. The same statements may succeed in a moment. */
  public static boolean isContention(SQLException e) {
    return isLockTimeout(e) || is(e, DEADLOCK) || is(e, SERIALIZATION);
  }

  static boolean isLockTimeout(SQLException e) {
    return is(e, LOCK_NOT_AVAILABLE);
  }

  private static boolean isConnection(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("08") && !state.equals(PROTOCOL_VIOLATION);
  }
}
