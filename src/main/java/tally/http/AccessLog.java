package tally.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, once it is answered; and its meters. Of the URL only the route's
 * template: a path may hold what nobody should read.
 */
final class AccessLog implements RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("tally.access");

  private final RequestMeters meters;

  AccessLog(RequestMeters meters) {
    this.meters = meters;
  }

  @Override
  public void log(Request request, Response response) {
    var arrived = Exchange.of(request);
    var exchange =
        arrived == null ? Exchange.beginRefused(request, new Cors(Origins.NONE)) : arrived;
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    var route = exchange.route();
    var scheme = String.valueOf(request.getHttpURI().getScheme());
    meters.count(request.getMethod(), scheme, route, response.getStatus(), nanos);
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var caller = exchange.caller();
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    LOG.atInfo()
        .addKeyValue("request_id", exchange.requestId())
        .addKeyValue("method", request.getMethod())
        .addKeyValue("route", route)
        .addKeyValue("status", response.getStatus())
        .addKeyValue("duration_ms", micros / 1000.0)
        .addKeyValue("user_id", caller == null ? "-" : caller.userId())
        .addKeyValue("bytes", Response.getContentBytesWritten(response))
        .log("request");
  }
}
