package tally.migrate.database;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;

/**
 * Statements that are sent together and answered together: one round trip, however many. Where one
 * fails, the server passes over those behind it.
 *
 * <p>This is the driver's own layer below JDBC, because a JDBC batch does not tell which of its
 * statements failed, and JDBC's parser would take the statements apart once more.
 */
public final class Pipeline {
  private static final int[] NO_PARAMETERS = {};

  private final BaseConnection connection;
  private final List<NativeQuery> queries = new ArrayList<>();

  public Pipeline(BaseConnection connection) {
    this.connection = connection;
  }

  /** One statement, without a semicolon; it is sent by {@link #run}. */
  public void add(String sql) {
    queries.add(new NativeQuery(sql, NO_PARAMETERS, false, SqlCommand.BLANK));
  }

  /** How many statements wait to be sent. */
  public int size() {
    return queries.size();
  }

  /**
   * Sends what was added and waits until all is answered. The pipeline is empty afterwards.
   *
   * @throws PipelineException with the number of the statement that failed
   */
  public void run(Notices notices) throws PipelineException {
    var answers = new Answers(notices);
    try {
      QueryExecutor executor = connection.getQueryExecutor();
      Query query = executor.wrap(queries);
      executor.execute(
          query,
          null,
          answers,
          0,
          0,
          QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN);
    } catch (SQLException e) {
      throw new PipelineException(answers.count, e);
    } finally {
      queries.clear();
    }
  }

  /** Counts what was answered, so that an error has a statement it belongs to. */
  private static final class Answers extends ResultHandlerBase {
    private final Notices notices;
    private int count;

    Answers(Notices notices) {
      this.notices = notices;
    }

    @Override
    public void handleResultRows(
        Query from, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
      count++;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
      count++;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      notices.notice(warning);
    }
  }
}
