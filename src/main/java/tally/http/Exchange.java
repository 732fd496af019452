package tally.http;

import io.javalin.http.Context;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What the server itself knows of one request; made when it arrives, read when it is logged. */
final class Exchange {
  /** Under this name it travels with the request. */
  static final String ATTRIBUTE = "tally.exchange";

  private final String requestId;
  private final ClientAddress clientAddress;
  private String route = "-";
  private @Nullable Caller caller;

  Exchange(String requestId, ClientAddress clientAddress) {
    this.requestId = requestId;
    this.clientAddress = clientAddress;
  }

  static Exchange of(Context ctx) {
    return (Exchange) ctx.req().getAttribute(ATTRIBUTE);
  }

  /** That of the request; a new one where the container gave up before it had read the request. */
  static Exchange of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Exchange exchange
        ? exchange
        : new Exchange(RequestId.make(), new ClientAddress(null));
  }

  String requestId() {
    return requestId;
  }

  ClientAddress clientAddress() {
    return clientAddress;
  }

  /** The path template of the route that answers, {@code -} as long as none does. */
  String route() {
    return route;
  }

  void route(String template) {
    this.route = template;
  }

  /** Who asks, null as long as that is not known. */
  @Nullable Caller caller() {
    return caller;
  }

  void caller(Caller who) {
    this.caller = who;
  }
}
