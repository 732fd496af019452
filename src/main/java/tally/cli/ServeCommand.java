package tally.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.App;
import tally.Config;
import tally.LogFormat;
import tally.Logs;
import tally.Secret;
import tally.SecretFile;
import tally.db.EmbeddedPostgresException;
import tally.http.ListeningAddress;
import tally.migrate.Migrations;
import tally.migrate.failure.MigrationException;

/** Runs the server until it is asked to stop. */
@Command(
    name = "serve",
    description = "Starts the server. Without a command this is what runs.",
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar",
      "  DATABASE_URL=postgresql://tally:secret@db/tally JWT_SECRET=... java -jar app.jar serve --migrate"
    })
final class ServeCommand implements Callable<Integer> {
  /** What is given on top of SHUTDOWN_TIMEOUT to close the rest. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** The part of SHUTDOWN_TIMEOUT in which proxies may find out. */
  private static final double DRAINING = 0.3;

  private final Surroundings around;

  @Option(
      names = "--migrate",
      description = "Migrates the database to head first, as MIGRATE_ON_START=true does.")
  private boolean migrate;

  ServeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    long started = System.nanoTime();
    var config = Config.of(around.environment());
    Logs.forServer(format(config.logFormat()), config.logLevel());
    new ListeningAddress(config.host(), config.port()).requireFree();
    new ListeningAddress(config.adminHost(), config.adminPort()).requireFree();
    var stop = StopSignal.watch(config.shutdownTimeout().plus(CLOSING));
    try {
      serve(config, stop, started);
    } catch (EmbeddedPostgresException | MigrationException e) {
      if (!stop.isAsked()) {
        throw e;
      }
      sayStopped();
    } finally {
      Logs.close();
      stop.stopped();
    }
    return 0;
  }

  private void serve(Config environment, StopSignal stop, long started)
      throws InterruptedException {
    var config = environment;
    try (var database =
        stop.interruptible(() -> DatabaseAccess.forServer(environment, around.err()))) {
      if (config.jwtSecret() == null) {
        config = config.withJwtSecret(secret(config.dataDir()));
      }
      var schema = new Schema(Migrations.packed());
      if (migrate || config.migrateOnStart()) {
        var connections = database.forMigrations(config);
        stop.interruptible(() -> schema.upgrade(connections, around.err()));
      }
      if (stop.isAsked()) {
        sayStopped();
        return;
      }
      try (var app = App.start(config, database.url(), schema, Clock.systemUTC())) {
        var address = address(config, app);
        var line = line(address, database, app, started);
        around.out().println(database.isEmbedded() ? line + "\n" + FirstSteps.at(address) : line);
        stop.await();
        app.drain(draining(config.shutdownTimeout()));
      }
    }
  }

  private void sayStopped() {
    around.err().println("Stopped before it was ready.");
  }

  private static Duration draining(Duration shutdownTimeout) {
    return Duration.ofMillis((long) (shutdownTimeout.toMillis() * DRAINING));
  }

  private static Secret secret(Path dataDir) {
    try {
      return SecretFile.in(dataDir);
    } catch (IOException e) {
      throw Failure.of(
          "The secret in DATA_DIR cannot be used: %s. Remove it and a new one is made, or set JWT_SECRET."
              .formatted(e.getMessage()));
    }
  }

  private LogFormat format(@Nullable LogFormat chosen) {
    if (chosen != null) {
      return chosen;
    }
    return around.terminal() == null ? LogFormat.JSON : LogFormat.TEXT;
  }

  private static String address(Config config, App app) {
    var host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return "http://" + host + ":" + app.port();
  }

  private static String line(String address, DatabaseAccess database, App app, long started) {
    return "Tally %s listens on %s, database %s at %s, started in %.2f s"
        .formatted(
            Version.text(),
            address,
            database.url(),
            app.revision(),
            (System.nanoTime() - started) / 1e9);
  }
}
