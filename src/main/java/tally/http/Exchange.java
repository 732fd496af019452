package tally.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What the server itself knows of one request; made when it arrives, read when it is logged. */
final class Exchange {
  /** Under this name it travels with the request. */
  static final String ATTRIBUTE = "tally.exchange";

  /** Stands where a route would, as long as none answers. */
  static final String NO_ROUTE = "-";

  private final String requestId;
  private final ClientAddress clientAddress;
  private final List<HttpField> cors;
  private final long began = System.nanoTime();
  private String route = NO_ROUTE;
  private boolean mayTryAgain;
  private boolean waitedInVain;
  private @Nullable Caller caller;

  private Exchange(String requestId, ClientAddress clientAddress, List<HttpField> cors) {
    this.requestId = requestId;
    this.clientAddress = clientAddress;
    this.cors = cors;
  }

  static Exchange of(Context ctx) {
    return (Exchange) ctx.req().getAttribute(ATTRIBUTE);
  }

  /** That of the request, null where the container gave up before it had read the request. */
  static @Nullable Exchange of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Exchange exchange ? exchange : null;
  }

  /** Begins where a request has arrived. */
  static Exchange begin(Request request, ClientAddress clientAddress, Cors cors) {
    return begin(request, request.getHeaders(), clientAddress, cors);
  }

  private static Exchange begin(
      Request request, HttpFields headers, ClientAddress clientAddress, Cors cors) {
    var exchange =
        new Exchange(
            RequestId.of(headers.get(Arrival.REQUEST_ID)), clientAddress, cors.headers(headers));
    request.setAttribute(ATTRIBUTE, exchange);
    return exchange;
  }

  /** Begins where the container has given up. */
  static Exchange beginRefused(Request request, Cors cors) {
    return begin(request, HeardConnection.headers(request), new ClientAddress(null), cors);
  }

  String requestId() {
    return requestId;
  }

  ClientAddress clientAddress() {
    return clientAddress;
  }

  /** What tells the browser whether a script of another origin may read the answer. */
  List<HttpField> cors() {
    return cors;
  }

  /** The path template of the route that answers, or {@link #NO_ROUTE}. */
  String route() {
    return route;
  }

  void route(String template) {
    this.route = template;
  }

  /** From now on the request may be tried again: it is let in, and only reads. */
  void letTryAgain() {
    mayTryAgain = true;
  }

  /** Whether what has failed may be tried again. */
  boolean mayTryAgain() {
    return mayTryAgain && isYoung();
  }

  /** Whether it began a moment ago: nobody is to wait twice for a database that is not there. */
  boolean isYoung() {
    return System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(400);
  }

  /** No connection to the database was to be had. */
  void waitInVain() {
    waitedInVain = true;
  }

  boolean hasWaitedInVain() {
    return waitedInVain;
  }

  /** Who asks, null as long as that is not known. */
  @Nullable Caller caller() {
    return caller;
  }

  void caller(Caller who) {
    this.caller = who;
  }
}
