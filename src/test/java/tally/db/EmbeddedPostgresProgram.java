package tally.db;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A program with an embedded PostgreSQL, for tests that kill it: {@code start|use FOLDER}. It says
 * what goes on, one line each, and ends on SIGINT or SIGTERM after one more query, as a server does
 * that finishes its work first.
 */
final class EmbeddedPostgresProgram {
  private EmbeddedPostgresProgram() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[1]);
    var start = System.nanoTime();
    EmbeddedPostgres postgres;
    try {
      postgres =
          args[0].equals("start")
              ? EmbeddedPostgres.start(folder, System.out::println)
              : EmbeddedPostgres.use(folder, System.out::println);
    } catch (EmbeddedPostgresException e) {
      System.out.println("fault: " + e.getMessage());
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drainAndClose(postgres)));
    System.out.println("ready: " + (System.nanoTime() - start) / 1_000_000 + " ms");
    // Until whoever started this is gone, however that came about.
    while (System.in.read() >= 0) {}
  }

  private static void drainAndClose(EmbeddedPostgres postgres) {
    try {
      Thread.sleep(500);
      try (var connection = postgres.url().connect();
          var rows = connection.createStatement().executeQuery("select 'drained'")) {
        rows.next();
        System.out.println(rows.getString(1));
      }
    } catch (Exception e) {
      System.out.println("not drained: " + e);
    }
    postgres.close();
    System.out.println("closed");
  }
}
