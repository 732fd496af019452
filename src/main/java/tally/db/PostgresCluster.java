package tally.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The database on disk: PostgreSQL's own files with the passwords, the port and the logs beside
 * them.
 *
 * <p>Whoever connects needs a password, from the first moment on. The server works as {@code
 * tally}, which owns the database {@code tally} and is no superuser; the superuser {@code postgres}
 * is there for the operator.
 */
record PostgresCluster(Path folder) {
  private static final String NAME = "tally";

  /** Says what is a letter, for searches; one that every machine of its kind has. */
  private static final String LETTERS =
      System.getProperty("os.name").startsWith("Mac") ? "en_US.UTF-8" : "C.UTF-8";

  /** Opens the cluster, after making it where there is none. Only under the data folder's lock. */
  static PostgresCluster open(DataFolder data, PostgresPrograms programs, Consumer<String> progress)
      throws IOException {
    var cluster = new PostgresCluster(data.postgres());
    if (!Files.exists(cluster.folder)) {
      progress.accept("Creating a database in " + data.root());
      var unfinished = new PostgresCluster(data.unfinished());
      unfinished.create(programs);
      Files.move(unfinished.folder, cluster.folder);
    }
    cluster.check(programs);
    cluster.checkOwner(data);
    return cluster;
  }

  /** Where PostgreSQL has its files. */
  Path data() {
    return folder.resolve("data");
  }

  PostgresLog log() {
    return new PostgresLog(folder.resolve("log"));
  }

  PostgresPort port() {
    return new PostgresPort(folder.resolve("port"));
  }

  /**
   * The main process of the PostgreSQL that works here, if one does. Neither a process that by now
   * has the id of a killed one is it, nor one that has ended and waits for its parent, which in a
   * container may be for ever.
   */
  Optional<ProcessHandle> postmaster() throws IOException {
    return PostmasterFile.process(data()).filter(process -> worksHere(process.info()));
  }

  private boolean worksHere(ProcessHandle.Info process) {
    return process.command().orElse("").endsWith("/postgres")
        && List.of(process.arguments().orElse(new String[0])).contains(data().toString());
  }

  /** Has PostgreSQL stop, and waits for it as long as that. */
  void stop(PostgresPrograms programs, String mode, Duration limit) throws IOException {
    var seconds = Long.toString(limit.toSeconds());
    var call =
        programs.call(
            "pg_ctl", List.of("stop", "-D", data().toString(), "-m", mode, "-t", seconds));
    try {
      call.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the server connects while PostgreSQL listens on the port. */
  DatabaseUrl url(int port) throws IOException {
    var password = Files.readString(folder.resolve("password")).strip();
    return DatabaseUrl.parse(
        "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable".formatted(NAME, password, port, NAME));
  }

  private void create(PostgresPrograms programs) throws IOException {
    Files.createDirectory(log().folder());
    var superuserPassword = secret("superuser-password");
    run(
        programs.call(
            "initdb",
            List.of(
                "--pgdata=" + data(),
                "--username=postgres",
                "--pwfile=" + superuserPassword,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Sorting and case by rules that are the same on every machine, and stay.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--lc-ctype=" + LETTERS)),
        "");
    run(
        programs.call(
            "postgres",
            List.of(
                "--single",
                "-j",
                "-D",
                data().toString(),
                "-c",
                "exit_on_error=on",
                // Else the statement would be shown, and the password with it.
                "-c",
                "log_min_error_statement=panic",
                "postgres")),
        """
        create role %1$s login password '%2$s';

        create database %1$s owner %1$s;

        """
            .formatted(NAME, Files.readString(secret("password")).strip()));
  }

  /** A file with a new password that nobody else may read. */
  private Path secret(String name) throws IOException {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    var file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return Files.writeString(file, password + "\n");
  }

  private static void run(ProcessBuilder call, String input) throws IOException {
    var process = call.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        if (output.contains(EmbeddedPostgresException.DISK_FULL)) {
          throw new IOException(EmbeddedPostgresException.DISK_FULL);
        }
        throw new EmbeddedPostgresException(
            "PostgreSQL could not create its database:\n" + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void check(PostgresPrograms programs) throws IOException {
    var versionFile = data().resolve("PG_VERSION");
    if (!Files.exists(versionFile) || !Files.exists(folder.resolve("password"))) {
      throw new EmbeddedPostgresException(
          "%s is not a database of this server, or parts of it are missing. Nothing was changed: move it away, or set DATA_DIR to another folder."
              .formatted(folder));
    }
    var major = Files.readString(versionFile).strip();
    if (!major.equals(programs.major())) {
      throw new EmbeddedPostgresException(anotherMajor(major, programs.major()));
    }
  }

  private void checkOwner(DataFolder data) throws IOException {
    var owner = Files.getOwner(data());
    // Which this process has just written.
    var self = Files.getOwner(data.holder());
    if (!owner.equals(self)) {
      throw new EmbeddedPostgresException(
          "%s belongs to %s and this is %s: start as %s, or set DATA_DIR to another folder."
              .formatted(folder, owner, self, owner));
    }
  }

  private String anotherMajor(String found, String needed) {
    return """
        %1$s is of PostgreSQL %2$s, and this jar has %3$s. Nothing was changed. To take the data along:
          1. start the jar that made it, with the same DATA_DIR
          2. PGPASSWORD="$(cat '%1$s/password')" pg_dump -h 127.0.0.1 -p "$(cat '%1$s/port')" -U tally -O -f tally.sql tally
          3. stop it, and move %1$s to a safe place
          4. start this jar with MIGRATE_ON_START=false
          5. PGPASSWORD="$(cat '%1$s/password')" psql -h 127.0.0.1 -p "$(cat '%1$s/port')" -U tally -v ON_ERROR_STOP=1 -f tally.sql tally
          6. start this jar again without MIGRATE_ON_START=false"""
        .formatted(folder, found, needed);
  }
}
