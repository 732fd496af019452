package tally.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * PostgreSQL's main process, as a child of a guard.
 *
 * <p>The guard is a shell in a session of its own, so that Ctrl-C in a terminal reaches neither:
 * the server decides when PostgreSQL ends. It holds the reading end of a pipe whose writing end is
 * here. When that is closed, by {@link #stop} or because this process was killed, it stops
 * PostgreSQL.
 */
final class Postmaster {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration FAST_LIMIT = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(10);

  /** Where there is no setsid (macOS), job control gives PostgreSQL a process group at least. */
  private static final String LAUNCH =
      """
      if command -v setsid >/dev/null; then exec setsid sh -c "$0" guard "$@"; fi
      exec sh -m -c "$0" guard "$@"
      """;

  /** SIGINT is PostgreSQL's fast shutdown: transactions in progress are rolled back. */
  private static final String GUARD =
      """
      trap '' HUP INT QUIT
      exec 3<&0
      "$@" 3<&- </dev/null &
      postgres=$!
      { read -r end; kill -INT "$postgres"; } <&3 &
      reader=$!
      exec 3<&-
      wait "$postgres"
      status=$?
      kill "$reader" 2>/dev/null
      exit "$status"
      """;

  private final PostgresPrograms programs;
  private final PostgresCluster cluster;
  private final int port;
  private final Process guard;

  private Postmaster(PostgresPrograms programs, PostgresCluster cluster, int port, Process guard) {
    this.programs = programs;
    this.cluster = cluster;
    this.port = port;
    this.guard = guard;
  }

  /** Starts PostgreSQL and returns when it takes connections. */
  static Postmaster start(PostgresPrograms programs, PostgresCluster cluster) throws IOException {
    var stale = PostmasterFile.read(cluster.data());
    for (int attempt = 1; ; attempt++) {
      var port = freePort(cluster);
      var postmaster = launch(programs, cluster, port);
      if (postmaster.becomesReady(stale)) {
        return postmaster;
      }
      // Between choosing a port and listening on it, another program may have taken it.
      if (attempt == 3 || isFree(port)) {
        throw new EmbeddedPostgresException(
            "PostgreSQL did not start. The end of its log:\n" + lastLines(cluster.logs()));
      }
    }
  }

  private static Postmaster launch(PostgresPrograms programs, PostgresCluster cluster, int port)
      throws IOException {
    var settings =
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "logging_collector=on",
            "log_directory=" + cluster.logs(),
            // One file for each day of the week, written anew after a week.
            "log_filename=postgresql-%a.log",
            "log_rotation_age=1d",
            "log_rotation_size=0",
            "log_truncate_on_rotation=on");
    var arguments = new ArrayList<>(List.of("-D", cluster.data().toString()));
    settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    var guard =
        programs
            .call(List.of("sh", "-c", LAUNCH, GUARD), "postgres", arguments)
            .redirectOutput(startLog(cluster.logs()).toFile())
            .start();
    return new Postmaster(programs, cluster, port, guard);
  }

  int port() {
    return port;
  }

  /**
   * @param stale what a killed server may have left behind, which is not to be mistaken for this
   *     one
   */
  private boolean becomesReady(Optional<PostmasterFile> stale) throws IOException {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (guard.isAlive()) {
      var file = PostmasterFile.read(cluster.data());
      if (file.isPresent() && file.get().ready() && !file.equals(stale)) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        stop();
        throw new EmbeddedPostgresException(
            "PostgreSQL was not ready after %d minutes. The end of its log:\n%s"
                .formatted(START_LIMIT.toMinutes(), lastLines(cluster.logs())));
      }
      pause();
    }
    return false;
  }

  /** Stops PostgreSQL and returns when it is gone. What was committed is on disk. */
  void stop() throws IOException {
    guard.getOutputStream().close();
    if (ended(FAST_LIMIT)) {
      return;
    }
    stop(programs, cluster, "immediate", IMMEDIATE_LIMIT);
    if (!ended(IMMEDIATE_LIMIT)) {
      PostmasterFile.process(cluster.data())
          .filter(process -> isPostgresOf(cluster, process))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private boolean ended(Duration limit) {
    try {
      return guard.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Stops a PostgreSQL that still works on this cluster although its server and its guard were
   * killed. Only under the data folder's lock.
   */
  static void stopOrphan(
      PostgresPrograms programs, PostgresCluster cluster, Consumer<String> progress)
      throws IOException {
    var process = PostmasterFile.process(cluster.data());
    if (process.isEmpty()) {
      return;
    }
    var orphan = process.get();
    if (!isPostgresOf(cluster, orphan)) {
      PostmasterFile.disown(cluster.data());
      return;
    }
    progress.accept("Stopping the PostgreSQL of a server that was killed");
    stop(programs, cluster, "fast", FAST_LIMIT);
    if (!isGone(cluster, orphan)) {
      stop(programs, cluster, "immediate", IMMEDIATE_LIMIT);
    }
    if (!isGone(cluster, orphan)) {
      throw new EmbeddedPostgresException(
          "PostgreSQL (process %d) still works in %s and does not stop. End it, then start again."
              .formatted(orphan.pid(), cluster.folder()));
    }
  }

  /** Waits for its last instructions, which come after it has said that it is stopped. */
  private static boolean isGone(PostgresCluster cluster, ProcessHandle orphan) throws IOException {
    for (int i = 0; i < 200 && isPostgresOf(cluster, orphan); i++) {
      pause();
    }
    return !isPostgresOf(cluster, orphan);
  }

  /**
   * Neither a process that got the same id later is, nor one that has ended and waits for its
   * parent, which in a container may be for ever.
   */
  private static boolean isPostgresOf(PostgresCluster cluster, ProcessHandle process) {
    var info = process.info();
    var isPostgres = info.command().map(path -> path.endsWith("/postgres")).orElse(false);
    return isPostgres
        && List.of(info.arguments().orElse(new String[0])).contains(cluster.data().toString());
  }

  private static void stop(
      PostgresPrograms programs, PostgresCluster cluster, String mode, Duration limit)
      throws IOException {
    var seconds = Long.toString(limit.toSeconds());
    var call =
        programs.call(
            "pg_ctl", List.of("stop", "-D", cluster.data().toString(), "-m", mode, "-t", seconds));
    try {
      call.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port of last time, so that what was configured elsewhere goes on working, or another. */
  private static int freePort(PostgresCluster cluster) throws IOException {
    if (Files.exists(cluster.port())) {
      var last = Integer.parseInt(Files.readString(cluster.port()).strip());
      if (isFree(last)) {
        return last;
      }
    }
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(cluster.port(), any.getLocalPort() + "\n");
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path startLog(Path logs) {
    return logs.resolve("start.log");
  }

  private static String lastLines(Path logs) throws IOException {
    var lines = new ArrayList<String>();
    try (var files = Files.list(logs)) {
      var newest =
          files
              .filter(file -> !file.equals(startLog(logs)))
              .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
      for (var file : newest.map(f -> List.of(f, startLog(logs))).orElse(List.of(startLog(logs)))) {
        var all = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        lines.addAll(all.subList(Math.max(0, all.size() - 8), all.size()));
      }
    }
    return "  " + String.join("\n  ", lines);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
