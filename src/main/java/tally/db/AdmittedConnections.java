package tally.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionFactory;

/** The pool's connections, for those who need not wait too long for one. */
final class AdmittedConnections implements ConnectionFactory {
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final HikariDataSource pool;
  private final Admission admission;
  private final AtomicInteger asking = new AtomicInteger();

  AdmittedConnections(HikariDataSource pool) {
    this.pool = pool;
    this.admission = new Admission(pool.getMaximumPoolSize(), System::nanoTime);
  }

  @Override
  public Connection openConnection() throws SQLException {
    if (!admission.isWorthWaiting(waiting())) {
      throw new SQLTransientConnectionException(
          "too many wait for a connection", TOO_MANY_CONNECTIONS);
    }
    if (asking.getAndIncrement() == 0) {
      admission.begins();
    }
    try {
      return pool.getConnection();
    } finally {
      asking.decrementAndGet();
    }
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    connection.close();
    admission.released(waiting() > 0);
  }

  private int waiting() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }
}
