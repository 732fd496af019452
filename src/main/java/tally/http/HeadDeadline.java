package tally.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a connection on which no head of a request has come to its end for a minute. One that is
 * idle is closed earlier by Jetty; this is for those on which a byte comes now and then.
 */
final class HeadDeadline extends AbstractLifeCycle
    implements Connection.Listener, HttpConfiguration.Customizer {
  private static final long TIME_LIMIT = TimeUnit.SECONDS.toNanos(60);
  private static final long INTERVAL_SECONDS = 10;

  private final Scheduler scheduler;

  /** The connections without a request that is being answered, and since when. */
  private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

  HeadDeadline(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    waiting.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    waiting.remove(connection);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    var connection = request.getConnectionMetaData().getConnection();
    waiting.remove(connection);
    request.addHttpStreamWrapper(
        stream ->
            new HttpStream.Wrapper(stream) {
              @Override
              public void succeeded() {
                // Before the next request can begin.
                waiting.put(connection, System.nanoTime());
                super.succeeded();
              }
            });
    return request;
  }

  @Override
  protected void doStart() {
    scheduler.schedule(this::sweep, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  private void sweep() {
    if (!isRunning()) {
      return;
    }
    long now = System.nanoTime();
    waiting.forEach(
        (connection, since) -> {
          if (now - since > TIME_LIMIT) {
            // Without an answer: what came so far is no request.
            connection.getEndPoint().close();
          }
        });
    scheduler.schedule(this::sweep, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }
}
