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

  /**
   * How many characters of SQL are sent before the answers are read. What is sent has to fit into
   * the buffers of the network: a server whose answers nobody reads stops reading, too, and both
   * sides would wait for ever.
   */
  private static final int MOST_UNREAD = 16_384;

  private final BaseConnection connection;
  private final List<NativeQuery> queries = new ArrayList<>();
  private int length;

  public Pipeline(BaseConnection connection) {
    this.connection = connection;
  }

  /** One statement, without a semicolon; it is sent by {@link #run}. */
  public void add(String sql) {
    queries.add(new NativeQuery(sql, NO_PARAMETERS, false, SqlCommand.BLANK));
    length += sql.length();
  }

  /** Whether a statement may be sent together with what waits already. */
  public boolean takes(String sql) {
    return queries.isEmpty() || length + sql.length() <= MOST_UNREAD;
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
      length = 0;
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
