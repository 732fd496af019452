package tally.http;

import io.javalin.http.Context;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the other end of the connection or, behind trusted proxies, whom they
 * heard.
 *
 * @param address null where there is none to know
 */
public record ClientAddress(@Nullable InetAddress address) {
  /** That of a request. */
  public static ClientAddress of(Context ctx) {
    return Exchange.of(ctx).clientAddress();
  }

  static ClientAddress of(Request request, TrustedProxies proxies) {
    var peer = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return new ClientAddress(null);
    }
    var forwardedFor = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
    return new ClientAddress(proxies.client(socket.getAddress(), forwardedFor));
  }

  /** For people, for example {@code 192.0.2.1}; {@code unknown} where there is none. */
  public String text() {
    if (address == null) {
      return "unknown";
    }
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /**
   * By what requests are counted. Of IPv6 it is the first 64 bits: a client has at least so many
   * addresses, and could come from another one each time.
   */
  public String network() {
    if (address == null || address instanceof Inet4Address) {
      return text();
    }
    byte[] bytes = address.getAddress();
    var groups = new StringBuilder();
    for (int i = 0; i < 8; i += 2) {
      groups
          .append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)))
          .append(':');
    }
    return groups.append(":/64").toString();
  }
}
