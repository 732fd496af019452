package tally.migrate.run;

import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Session;
import tally.migrate.database.SqlState;

/**
 * The state in which every file finds the session: what the file before it has set is taken back,
 * and our own settings are made again. Never DISCARD ALL, which would release the lock.
 */
final class SessionSettings {
  private static final int FIRST_THAT_NOTICES = 140000;

  private final List<String> statements = new ArrayList<>();

  private SessionSettings(Settings settings) {
    statements.add("reset session authorization");
    statements.add("reset role");
    statements.add("close all");
    statements.add("discard temp");
    statements.add("reset all");
    statements.add("set lock_timeout = " + settings.lockTimeout().toMillis());
    if (settings.statementTimeout() != null) {
      statements.add("set statement_timeout = " + settings.statementTimeout().toMillis());
    }
    statements.add("set standard_conforming_strings = on");
    // A client whose machine is gone is noticed within half a minute, one that was killed at once.
    statements.add("set tcp_keepalives_idle = 10");
    statements.add("set tcp_keepalives_interval = 5");
    statements.add("set tcp_keepalives_count = 4");
  }

  private SessionSettings(List<String> statements) {
    this.statements.addAll(statements);
  }

  /** Makes the settings, and finds out which the server has. */
  static SessionSettings make(Settings settings, Session session) throws PipelineException {
    BaseConnection connection = session.connection();
    var made = new SessionSettings(settings);
    if (connection.getQueryExecutor().getServerVersionNum() >= FIRST_THAT_NOTICES) {
      var pipeline = new Pipeline(connection);
      pipeline.add("set client_connection_check_interval = 1000");
      try {
        pipeline.run(Notices.IGNORED);
        made.statements.add("set client_connection_check_interval = 1000");
      } catch (PipelineException e) {
        // This server's operating system cannot tell whether a client is still there.
        if (!SqlState.is(e.sqlException(), SqlState.INVALID_VALUE)) {
          throw e;
        }
      }
    }
    var pipeline = new Pipeline(connection);
    made.addTo(pipeline);
    pipeline.run(Notices.IGNORED);
    return made;
  }

  /** The same, for files that prepare statements. */
  SessionSettings andDeallocate() {
    var more = new SessionSettings(statements);
    more.statements.add("deallocate all");
    return more;
  }

  /** To be sent between two files, outside of a transaction. */
  void addTo(Pipeline pipeline) {
    for (String statement : statements) {
      pipeline.add(statement);
    }
  }
}
