package tally.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers {@code OPTIONS *}: it asks for the server as a whole (RFC 9110, 9.3.7), not a route. */
final class ServerOptions extends Handler.Wrapper {
  private final Map<String, Set<String>> methods;

  /**
   * @param methods those of each path, also of paths that are added later
   */
  ServerOptions(Map<String, Set<String>> methods) {
    this.methods = methods;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.OPTIONS.is(request.getMethod())
        || !"*".equals(request.getHttpURI().getPath())) {
      return super.handle(request, response, callback);
    }
    var all = new TreeSet<String>();
    methods.values().forEach(all::addAll);
    response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", all));
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
    return true;
  }
}
