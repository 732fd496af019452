package tally.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tally.db.DatabaseUrl;

/**
 * The network between a client and the server, which does harm when told to. Every connection goes
 * through until the client says a certain word; then what the server answers is lost, once.
 */
final class Wire implements AutoCloseable {
  /** What becomes of the client's word. */
  enum Harm {
    NONE,
    LOSE_ANSWER,
    LOSE_QUESTION,
    /** The server names another process than the one that answers, as a pooler does. */
    OTHER_PROCESS
  }

  private static final String WORD = "cut here";
  private static final byte[] PROCESS = {'K', 0, 0, 0, 12};

  private final String word;
  private final DatabaseUrl server;
  private final ServerSocket socket;
  private final List<Questions> connections = new CopyOnWriteArrayList<>();
  private volatile Harm harm;

  Wire(String url, Harm harm) throws IOException {
    this(url, harm, WORD, 0);
  }

  Wire(String url, Harm harm, String word) throws IOException {
    this(url, harm, word, 0);
  }

  Wire(String url, Harm harm, int port) throws IOException {
    this(url, harm, WORD, port);
  }

  private Wire(String url, Harm harm, String word, int port) throws IOException {
    this.word = word;
    this.server = DatabaseUrl.parse(url);
    this.harm = harm;
    this.socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** The database's address by way of this wire. */
  String url() {
    String password = server.password();
    return "postgresql://"
        + server.user()
        + (password == null ? "" : ":" + password)
        + "@127.0.0.1:"
        + socket.getLocalPort()
        + "/"
        + server.database()
        + "?sslmode=disable";
  }

  /** All that was asked so far, on all connections. To be called when they are closed. */
  List<String> statements() {
    return connections.stream().flatMap(asked -> asked.statements().stream()).toList();
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        String[] hostAndPort = server.hosts().split(":", 2);
        var backend = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
        var asked = new Questions();
        connections.add(asked);
        start(() -> questions(client, backend, asked));
        start(() -> answers(backend, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void questions(Socket client, Socket backend, Questions asked) {
    byte[] bytes = new byte[1 << 16];
    try (client;
        backend) {
      InputStream in = client.getInputStream();
      OutputStream out = backend.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        asked.add(bytes, count);
        Harm done = said(bytes, count);
        if (done == Harm.LOSE_QUESTION) {
          return;
        }
        if (done == Harm.LOSE_ANSWER) {
          // Before the question goes on, or the answer could be faster.
          client.shutdownOutput();
        }
        out.write(bytes, 0, count);
        if (done == Harm.LOSE_ANSWER) {
          // What was sent arrives, and is done.
          Thread.sleep(500);
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // One of them is gone; the other is closed.
    }
  }

  private Harm said(byte[] bytes, int count) {
    boolean isSaid = new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(word);
    Harm done = isSaid ? harm : Harm.NONE;
    if (isSaid) {
      harm = Harm.NONE;
    }
    return done;
  }

  private void answers(Socket backend, Socket client) {
    byte[] bytes = new byte[1 << 16];
    try (client;
        backend) {
      InputStream in = backend.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (harm == Harm.OTHER_PROCESS) {
          renameProcess(bytes, count);
        }
        out.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // One of them is gone; the other is closed.
    }
  }

  private static void renameProcess(byte[] bytes, int count) {
    for (int i = 0; i + PROCESS.length + 8 <= count; i++) {
      if (Arrays.equals(bytes, i, i + PROCESS.length, PROCESS, 0, PROCESS.length)) {
        bytes[i + PROCESS.length + 3] ^= 1;
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
