package tally.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problems for what Jetty answers by itself: bad URLs, long headers, bad HTTP, the shutdown. */
final class ContainerErrors extends ErrorHandler {
  private final Cors cors;

  ContainerErrors(Cors cors) {
    this.cors = cors;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var arrived = Exchange.of(request);
    var exchange = arrived == null ? Exchange.beginRefused(request, cors) : arrived;
    int status = response.getStatus();
    Problem problem = Problems.ofStatus(status < 400 ? 500 : status);
    var headers = response.getHeaders();
    Arrival.addHeaders(headers, exchange);
    problem.headers().forEach(headers::put);
    headers.put(HttpHeader.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE);
    // Jetty hangs up after most of these, and the client's next request should not run into that.
    headers.put(HttpFields.CONNECTION_CLOSE);
    response.setStatus(problem.status());
    var body = ProblemDocument.of(problem, exchange.requestId());
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, null, callback);
    } else {
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
    return true;
  }
}
