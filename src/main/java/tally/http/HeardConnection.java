package tally.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that keeps what an answer needs of the headers as they are read. Of a request that
 * Jetty refuses by itself it hands on none, and the refusal, too, is for a script to read.
 */
final class HeardConnection extends HttpConnection {
  /** Of a URL in characters; Jetty's own limit, for the whole head, is beyond it. */
  private static final int MOST_URL = 8000;

  /** Not initialized here: Jetty's constructor asks for the handler before. */
  private @Nullable HttpField origin;

  private @Nullable HttpField requestId;

  private HeardConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
    super(http, connector, endPoint);
  }

  /** Makes such connections. */
  static HttpConnectionFactory factory(HttpConfiguration http) {
    return new HttpConnectionFactory(http) {
      @Override
      public Connection newConnection(Connector connector, EndPoint endPoint) {
        var connection = new HeardConnection(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
      }
    };
  }

  /** What was read of the headers of a request; all of them, if Jetty has come so far. */
  static HttpFields headers(Request request) {
    var headers = HttpFields.build(request.getHeaders());
    if (request.getConnectionMetaData().getConnection() instanceof HeardConnection connection) {
      if (connection.origin != null) {
        headers.put(connection.origin);
      }
      if (connection.requestId != null) {
        headers.put(connection.requestId);
      }
    }
    return headers;
  }

  @Override
  protected RequestHandler newRequestHandler() {
    return new Listening();
  }

  private final class Listening extends RequestHandler {
    private @Nullable RuntimeException badUrl;

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
      origin = null;
      requestId = null;
      badUrl = null;
      try {
        if (uri.length() > MOST_URL) {
          throw new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414);
        }
        super.startRequest(method, uri, version);
      } catch (RuntimeException e) {
        // Refused for it when the headers are read.
        badUrl = e;
        super.startRequest(method, "/", version);
      }
    }

    @Override
    public boolean headerComplete() {
      if (badUrl != null) {
        throw badUrl;
      }
      return super.headerComplete();
    }

    /** What comes next on this connection may be no request, and have no headers of its own. */
    @Override
    public boolean messageComplete() {
      origin = null;
      requestId = null;
      return super.messageComplete();
    }

    @Override
    public void parsedHeader(HttpField field) {
      if (field.getHeader() == HttpHeader.ORIGIN) {
        origin = field;
      } else if (Arrival.REQUEST_ID.equalsIgnoreCase(field.getName())) {
        requestId = field;
      }
      super.parsedHeader(field);
    }
  }
}
