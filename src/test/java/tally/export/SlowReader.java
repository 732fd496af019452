package tally.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tally.TestApp;
import tally.TestClient;

/** A client that reads its export as it likes. */
record SlowReader(Socket socket, BufferedReader reader) implements AutoCloseable {
  /** By which a client of HTTP knows that it has all. */
  static final String LAST_CHUNK = "0\r\n\r\n";

  private static final String EXPORT = "/api/auth/me/export";

  /** Asks for it, and has read nothing yet. */
  static SlowReader begin(TestApp server, TestClient client, String headers) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(30_000);
    var request =
        "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\n%s\r\n"
            .formatted(EXPORT, client.header("Authorization"), headers);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new SlowReader(
        socket,
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 16));
  }

  /** Until the last chunk, or until the server hangs up without one. */
  String rest() {
    var text = new StringBuilder();
    var buffer = new char[1 << 16];
    try {
      for (int n; !ends(text) && (n = reader.read(buffer)) >= 0; ) {
        text.append(buffer, 0, n);
      }
    } catch (IOException e) {
      // Hung up.
    }
    return text.toString();
  }

  private static boolean ends(StringBuilder text) {
    return text.length() > 7 && text.substring(text.length() - 7).equals("\r\n" + LAST_CHUNK);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
