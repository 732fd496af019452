package tally.http;

import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** Marks a request when it arrives, and its answer with what every answer carries. */
final class Arrival implements HttpConfiguration.Customizer {
  static final String REQUEST_ID = "X-Request-Id";

  /** Javalin takes this header's word for the method, so that a GET could delete. */
  private static final Set<String> MISREAD = Set.of("X-HTTP-Method-Override");

  /** It would answer a write that was done with 304, too, where the client has that state. */
  private static final Set<String> MISREAD_WITH_WRITES =
      Set.of("X-HTTP-Method-Override", "If-None-Match");

  private static final HttpField[] ALWAYS = {
    new PreEncodedHttpField("Cache-Control", "no-store"),
    new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
    new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
    new PreEncodedHttpField("X-Frame-Options", "DENY"),
    new PreEncodedHttpField(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
  };

  private final TrustedProxies proxies;
  private final Cors cors;

  Arrival(TrustedProxies proxies, Cors cors) {
    this.proxies = proxies;
    this.cors = cors;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    var exchange = Exchange.begin(request, ClientAddress.of(request, proxies), cors);
    addHeaders(responseHeaders, exchange);
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      // What follows is meant for whoever it was to lead to.
      responseHeaders.put(HttpFields.CONNECTION_CLOSE);
    }
    var misread = isRead(request) ? MISREAD : MISREAD_WITH_WRITES;
    for (var name : misread) {
      if (request.getHeaders().contains(name)) {
        return without(misread, request);
      }
    }
    return request;
  }

  /** What every answer carries. */
  static void addHeaders(HttpFields.Mutable headers, Exchange exchange) {
    for (HttpField field : ALWAYS) {
      headers.put(field);
    }
    exchange.cors().forEach(headers::put);
    headers.put(REQUEST_ID, exchange.requestId());
  }

  private static boolean isRead(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static Request without(Set<String> names, Request request) {
    var fields = HttpFields.build(request.getHeaders());
    names.forEach(fields::remove);
    var headers = fields.asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }
}
