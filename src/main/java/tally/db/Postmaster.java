package tally.db;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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
      exec sh -c "set -m; $0" guard "$@"
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
      var port = cluster.port().choose();
      var postmaster = launch(programs, cluster, port);
      try {
        if (postmaster.becomesReady(stale)) {
          return postmaster;
        }
      } catch (IOException | RuntimeException e) {
        postmaster.stop();
        throw e;
      }
      // Between choosing a port and listening on it, another program may have taken it.
      if (attempt == 3 || PostgresPort.isFree(port)) {
        throw new EmbeddedPostgresException(
            "PostgreSQL did not start. The end of its log:\n" + cluster.log().end());
      }
    }
  }

  private static Postmaster launch(PostgresPrograms programs, PostgresCluster cluster, int port)
      throws IOException {
    var settings = new ArrayList<>(cluster.log().settings());
    settings.add("listen_addresses=127.0.0.1");
    settings.add("port=" + port);
    settings.add("unix_socket_directories=");
    var arguments = new ArrayList<>(List.of("-D", cluster.data().toString()));
    settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    var guard =
        programs
            .call(List.of("sh", "-c", LAUNCH, GUARD), "postgres", arguments)
            .redirectOutput(cluster.log().ofStart().toFile())
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
        throw new EmbeddedPostgresException(
            "PostgreSQL was not ready after %d minutes. The end of its log:\n%s"
                .formatted(START_LIMIT.toMinutes(), cluster.log().end()));
      }
      PostmasterFile.pause();
    }
    return false;
  }

  /** Stops PostgreSQL and returns when it is gone. What was committed is on disk. */
  void stop() throws IOException {
    guard.getOutputStream().close();
    if (ended(FAST_LIMIT)) {
      return;
    }
    cluster.stop(programs, "immediate", IMMEDIATE_LIMIT);
    if (!ended(IMMEDIATE_LIMIT)) {
      cluster.postmaster().ifPresent(ProcessHandle::destroyForcibly);
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
}
