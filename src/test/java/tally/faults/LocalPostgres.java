package tally.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tally.TestPostgres;
import tally.TestSql;
import tally.db.EmbeddedPostgres;

/**
 * A PostgreSQL of a test's own, which it may stop, kill, freeze and start again. It stays on its
 * port, and its database {@code tally} is at head.
 */
final class LocalPostgres implements AutoCloseable {
  /** Kept from run to run, as making one takes its time; others copy it too. */
  private static final Path USED = Path.of("target", "used-data-folder");

  private final Path folder;
  private final int port;

  private LocalPostgres(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts a new one. */
  static LocalPostgres start(Path folder, String... settings) {
    EmbeddedPostgres.start(USED, progress -> {}).close();
    var postgres = copy(USED.resolve("postgres"), folder);
    postgres.set("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''");
    // These tests end processes, and leave the machine alone.
    postgres.set("fsync = off", "full_page_writes = off");
    postgres.set(settings);
    postgres.start();
    TestPostgres.migrate(postgres.url());
    return postgres;
  }

  /**
   * Starts one that follows another, which is started again for that.
   *
   * @param name by which the other one knows it
   */
  static LocalPostgres standby(Path folder, LocalPostgres primary, String name) {
    primary.stop("fast");
    var standby = copy(primary.folder, folder);
    standby.set(
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=%s application_name=%s'"
            .formatted(primary.port, primary.password("superuser-password"), name));
    standby.write("data/standby.signal", "");
    primary.start();
    standby.start();
    return standby;
  }

  private static LocalPostgres copy(Path original, Path folder) {
    run(List.of("cp", "-R", "-p", original + "/.", folder.toString()));
    var copy = new LocalPostgres(folder, freePort());
    copy.set("port = " + copy.port);
    return copy;
  }

  /** Settings that hold from the next start on. */
  void set(String... settings) {
    for (var setting : settings) {
      write("data/postgresql.auto.conf", setting + "\n");
    }
  }

  /** Starts it again, and returns when it takes connections. */
  void start() {
    control("start", "-l", folder.resolve("start.log").toString());
  }

  /**
   * @param mode {@code fast}, or {@code immediate}, after which it has to recover
   */
  void stop(String mode) {
    control("stop", "-m", mode);
  }

  /** Stops all its processes where they are. Whoever connects gets no answer. */
  void freeze() {
    signal("-STOP", Stream.of(postmaster()));
    signal("-STOP", postmaster().descendants());
  }

  void thaw() {
    signal("-CONT", Stream.concat(postmaster().descendants(), Stream.of(postmaster())));
  }

  /** SIGKILL of everything, as a machine ends that loses its power. */
  void kill() {
    var postmaster = postmaster();
    var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    signal("-KILL", all.stream());
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  int port() {
    return port;
  }

  /** As the server's own role. */
  String url() {
    return url("tally", "password");
  }

  /** The same by way of something that listens on another port. */
  String urlAt(int otherPort) {
    return url().replace("127.0.0.1:" + port, "127.0.0.1:" + otherPort);
  }

  String superuserUrl() {
    return url("postgres", "superuser-password");
  }

  private String url(String user, String passwordFile) {
    return "postgresql://%s:%s@127.0.0.1:%d/tally?sslmode=disable"
        .formatted(user, password(passwordFile), port);
  }

  String password(String file) {
    try {
      return Files.readString(folder.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only column of all rows, seen by the superuser. */
  List<String> query(String sql) {
    return new TestSql(superuserUrl()).column(sql);
  }

  void execute(String sql) {
    new TestSql(superuserUrl()).execute(sql);
  }

  /** Appends to a file of it. */
  void write(String file, String text) {
    try {
      Files.writeString(
          folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  @Override
  public void close() {
    var running = running();
    if (running != null) {
      thaw();
      stop("immediate");
    }
  }

  private ProcessHandle postmaster() {
    var running = running();
    if (running == null) {
      throw new IllegalStateException("PostgreSQL does not run");
    }
    return running;
  }

  private @Nullable ProcessHandle running() {
    try {
      var file = data().resolve("postmaster.pid");
      if (!Files.exists(file)) {
        return null;
      }
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0)))
          .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void control(String... words) {
    var command = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      // PostgreSQL refuses to run as root; in there it is nobody in particular.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program());
    command.addAll(List.of(words));
    command.addAll(List.of("-w", "-t", "60", "-D", data().toString()));
    run(command);
  }

  private static String program() {
    try (var found = Files.newDirectoryStream(USED, "programs-*")) {
      return found.iterator().next().resolve("bin/pg_ctl").toAbsolutePath().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String signal, Stream<ProcessHandle> processes) {
    var command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    // One of them may have ended meanwhile.
    execute(command);
  }

  private static void run(List<String> command) {
    assertEquals(0, execute(command), () -> String.join(" ", command));
  }

  private static int execute(List<String> command) {
    try {
      // Into a file, as what it starts would keep a pipe open.
      var builder = new ProcessBuilder(command);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
