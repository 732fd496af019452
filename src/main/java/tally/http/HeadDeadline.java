package tally.http;

import java.time.Duration;
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
 * Closes a connection on which no head of a request has come to its end in time. One that is idle
 * is closed earlier by Jetty; this is for those on which a byte comes now and then.
 */
final class HeadDeadline extends AbstractLifeCycle
    implements Connection.Listener, HttpConfiguration.Customizer {
  private final Scheduler scheduler;
  private final Duration limit;

  /** The connections without a request that is being answered, and since when. */
  private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

  HeadDeadline(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit;
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
    sweepLater();
  }

  private void sweepLater() {
    scheduler.schedule(this::sweep, limit.toMillis() / 6, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    if (!isRunning()) {
      return;
    }
    long now = System.nanoTime();
    waiting.forEach(
        (connection, since) -> {
          if (now - since > limit.toNanos()) {
            // Without an answer: what came so far is no request.
            connection.getEndPoint().close();
            // Where it was closed while it came back here, nobody else takes it away.
            waiting.remove(connection);
          }
        });
    sweepLater();
  }
}
