package tally;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import tally.db.DatabaseUrl;

/** The network between the server and its database, which counts how often an answer is awaited. */
final class RoundTrips implements AutoCloseable {
  /** The message that ends what is asked for at once: the client waits for the answers. */
  private static final int SYNC = 'S';

  private static final int SIMPLE_QUERY = 'Q';

  private final AtomicInteger count = new AtomicInteger();
  private final DatabaseUrl database;
  private final ServerSocket listener;

  RoundTrips(String databaseUrl) {
    database = DatabaseUrl.parse(databaseUrl);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** The database's address by way of here. */
  String url() {
    return "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
        .formatted(
            database.user(),
            Objects.requireNonNullElse(database.password(), ""),
            listener.getLocalPort(),
            database.database());
  }

  /** So many since the start. */
  int count() {
    return count.get();
  }

  private void accept() throws IOException {
    var host = database.hosts().split(":", 2);
    while (true) {
      var client = listener.accept();
      var backend = new Socket(host[0], Integer.parseInt(host[1]));
      client.setTcpNoDelay(true);
      backend.setTcpNoDelay(true);
      start(() -> questions(client, backend));
      start(
          () -> {
            try (client;
                backend) {
              backend.getInputStream().transferTo(client.getOutputStream());
            }
          });
    }
  }

  private void questions(Socket client, Socket backend) throws IOException {
    try (client;
        backend) {
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(new BufferedOutputStream(backend.getOutputStream()));
      // Only the first message has no type.
      pass(in, out);
      while (true) {
        out.flush();
        int type = in.readByte();
        if (type == SYNC || type == SIMPLE_QUERY) {
          count.incrementAndGet();
        }
        out.writeByte(type);
        pass(in, out);
      }
    }
  }

  private static void pass(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    out.writeInt(length);
    out.write(in.readNBytes(length - Integer.BYTES));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end is closed, and with it the other.
              }
            },
            "round-trips");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
