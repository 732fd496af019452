package tally.migrate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tally.db.DatabaseUrl;

/** A PgBouncer on loopback, in front of one database. */
public final class PgBouncer implements AutoCloseable {
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Process process;
  private final int port;
  private final String database;

  private PgBouncer(Process process, int port, String database) {
    this.process = process;
    this.port = port;
    this.database = database;
  }

  public static boolean isInstalled() {
    if (program() != null) {
      return true;
    }
    System.err.println("SKIPPED: PgBouncer is not installed (Debian: pgbouncer)");
    return false;
  }

  private static @Nullable String program() {
    var folders = new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)));
    folders.addAll(FOLDERS);
    for (String folder : folders) {
      Path file = Path.of(folder, "pgbouncer");
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return null;
  }

  /**
   * Starts one and returns when it listens.
   *
   * @param folder for its settings
   * @param mode {@code session}, {@code transaction} or {@code statement}
   */
  public static PgBouncer start(Path folder, String url, String mode) throws IOException {
    var server = DatabaseUrl.parse(url);
    int port = freePort();
    String[] hostAndPort = server.hosts().split(":", 2);
    // Lets in everybody, as the one user it knows: it is there for the length of a test.
    Path settings =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            %1$s = host=%2$s port=%3$s user=%4$s password=%5$s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %6$d
            unix_socket_dir =
            auth_type = any
            pool_mode = %7$s
            """
                .formatted(
                    server.database(),
                    hostAndPort[0],
                    hostAndPort[1],
                    server.user(),
                    Objects.requireNonNullElse(server.password(), ""),
                    port,
                    mode));
    Path log = folder.resolve("pgbouncer.log");
    var process =
        new ProcessBuilder(command(settings))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var bouncer = new PgBouncer(process, port, server.database());
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!bouncer.listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        bouncer.close();
        throw new AssertionError("PgBouncer does not listen:\n" + Files.readString(log));
      }
    }
    return bouncer;
  }

  /** As root it wants to become somebody else. */
  private static List<String> command(Path settings) {
    String program = Objects.requireNonNull(program());
    return "root".equals(System.getProperty("user.name"))
        ? List.of(program, "-u", "nobody", settings.toString())
        : List.of(program, settings.toString());
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The database's address by way of it. */
  public String url() {
    return "postgresql://anybody@127.0.0.1:" + port + "/" + database + "?sslmode=disable";
  }

  @Override
  public void close() {
    // Not in order, which would wait for its clients.
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
