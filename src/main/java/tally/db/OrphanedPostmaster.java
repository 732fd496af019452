package tally.db;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A PostgreSQL that still works on a cluster although its server and its guard were killed. */
final class OrphanedPostmaster {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OrphanedPostmaster() {}

  /** Stops it, if there is one. Only under the data folder's lock. */
  static void stop(PostgresPrograms programs, PostgresCluster cluster, Consumer<String> progress)
      throws IOException {
    if (cluster.postmaster().isEmpty()) {
      if (PostmasterFile.process(cluster.data()).isPresent()) {
        PostmasterFile.disown(cluster.data());
      }
      return;
    }
    progress.accept("Stopping the PostgreSQL of a server that was killed");
    cluster.stop(programs, "fast", LIMIT);
    if (!isGone(cluster)) {
      cluster.stop(programs, "immediate", LIMIT);
    }
    if (!isGone(cluster)) {
      throw new EmbeddedPostgresException(
          "The PostgreSQL of a killed server still works in %s and does not stop. End it, then start again."
              .formatted(cluster.folder()));
    }
  }

  /** Waits for its last instructions, which come after it has said that it is stopped. */
  private static boolean isGone(PostgresCluster cluster) throws IOException {
    for (int i = 0; i < 200 && cluster.postmaster().isPresent(); i++) {
      PostmasterFile.pause();
    }
    return cluster.postmaster().isEmpty();
  }
}
