package tally.migrate;

import java.util.List;

/**
 * The migrator alone as a program, for tests that start processes: no command line library, no
 * server.
 */
final class MigrateProcess {
  private MigrateProcess() {}

  public static void main(String[] arguments) {
    System.exit(
        MigrateCommandLine.run(
            List.of(arguments),
            System.getenv(),
            new Jdbc(System.getenv().getOrDefault("DATABASE_URL", "")),
            System.out,
            System.err));
  }
}
