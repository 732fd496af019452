package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.state.VersionTable;

/** Databases that are not there, connections that break, poolers in between. */
class ConnectionIT {
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void project() {
    project =
        new Project(folder)
            .revision("001_a", "create table a (id int);", "drop table a;")
            .revision("002_b", "create table b (id int); select 'cut here';", "drop table b;")
            .revision("003_c", "create table c (id int);", "drop table c;");
  }

  @Test
  void aDatabaseThatDoesNotExistIsAnErrorAtOnce() {
    long began = System.nanoTime();
    String url = project.url() + "_nowhere";

    Run run = project.migrate("current", "--database-url", url).exits(1).prints("");

    run.says("does not exist");
    assertTrue(System.nanoTime() - began < 5_000_000_000L);
  }

  @Test
  void noServerIsAnErrorAfterTheWait() throws IOException {
    String url = "postgresql://ann:verysecret@127.0.0.1:" + freePort() + "/app";

    Run run = project.migrate("upgrade", "--database-url", url, "--wait", "300ms").exits(1);

    run.says("Waiting for the database").says("cannot be used");
    assertFalse(run.err().contains("verysecret"), run.err());
  }

  @Test
  void aServerThatNeverSpeaksIsAnErrorToo() throws IOException {
    try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "postgresql://a:b@127.0.0.1:" + mute.getLocalPort() + "/c?sslmode=disable";

      project.migrate("--database-url", url, "--wait", "0").exits(1).says("It does not answer");
    }
  }

  @Test
  void whatTheDriverRefusesIsAnErrorAtOnce() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var answered = CompletableFuture.runAsync(() -> answer(server, new byte[] {'N'}));
      String url = "postgresql://a:b@127.0.0.1:" + server.getLocalPort() + "/c?sslmode=require";

      Run run = project.migrate("--database-url", url).exits(1).says("does not support SSL");

      assertFalse(run.err().contains("Waiting"), run.err());
      answered.join();
    }
  }

  @Test
  void aTimeLimitOnTheServersOwnStatementsIsNotOneOnMigrations() {
    project.revision("001_a", "select pg_sleep(1.5);", "select 1;");
    String url = project.url() + "?socketTimeout=1";

    Run run = project.migrate("--database-url", url, "upgrade", "001").exits(0);

    assertEquals("Running upgrade  -> 001, a\n", run.err());
  }

  @Test
  void aServerThatComesUpIsWaitedFor() throws IOException {
    int port = freePort();
    String url = project.url().replaceFirst("@[^/]*/", "@127.0.0.1:" + port + "/");
    var later =
        CompletableFuture.runAsync(
            () -> {
              project.query("select pg_sleep(0.7)");
              forward(port);
            });

    project.migrate("--database-url", url).exits(0).says("Waiting for the database");

    later.join();
    assertEquals("003", project.version());
  }

  private void forward(int port) {
    try {
      new Wire(project.url(), Wire.Harm.NONE, port);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsLookedUp() throws IOException {
    try (var wire = new Wire(project.url(), Wire.Harm.LOSE_ANSWER)) {
      project
          .migrate("--database-url", wire.url())
          .exits(0)
          .says("The connection broke while 002_b.up.sql ran")
          .says("Connected again: 002 was committed");
    }
    assertEquals("a b c", project.tables());
    assertEquals(
        "001 002 003",
        project.query("select string_agg(revision, ' ' order by id) from migrator.log"));
  }

  @Test
  void aFileThatDidNotReachTheServerIsToldAsRolledBack() throws IOException {
    try (var wire = new Wire(project.url(), Wire.Harm.LOSE_QUESTION)) {
      project
          .migrate("--database-url", wire.url())
          .exits(1)
          .says("Connected again: the database is at 001; 002 was rolled back");
    }
    assertEquals("a", project.tables());
  }

  @Test
  void aPoolerIsRefusedWithAnExplanation() throws IOException {
    try (var wire = new Wire(project.url(), Wire.Harm.OTHER_PROCESS)) {
      project
          .migrate("--database-url", wire.url())
          .exits(6)
          .says("goes through a pooler")
          .says("MIGRATE_DATABASE_URL");
      project.migrate("current", "--database-url", wire.url()).exits(0);
    }
    assertEquals("", project.tables());
  }

  @Test
  void aPoolerThatDoesNotKnowTheDriversSettingsIsRecognised() throws IOException {
    try (var pooler = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var answered = CompletableFuture.runAsync(() -> refuse(pooler));

      project
          .migrate(
              "--database-url",
              "postgresql://a:b@127.0.0.1:" + pooler.getLocalPort() + "/c?sslmode=disable")
          .exits(6);

      answered.join();
    }
  }

  /** What PgBouncer says to a start-up parameter that it does not know. */
  private static void refuse(ServerSocket pooler) {
    byte[] fields =
        "SFATAL\0C08P01\0Munsupported startup parameter: extra_float_digits\0\0"
            .getBytes(StandardCharsets.US_ASCII);
    answer(
        pooler,
        ByteBuffer.allocate(5 + fields.length)
            .put((byte) 'E')
            .putInt(4 + fields.length)
            .put(fields)
            .array());
  }

  /** Whatever the first client says. */
  private static void answer(ServerSocket server, byte[] answer) {
    try (Socket client = server.accept()) {
      assertTrue(client.getInputStream().read(new byte[1000]) > 0);
      client.getOutputStream().write(answer);
      client.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLockThatIsGoneBeforeTheCommitStopsTheFile() {
    project.revision(
        "002_b",
        "create table b (id int); select pg_advisory_unlock(((classid::bigint << 32) | objid::bigint))"
            + " from pg_locks where locktype = 'advisory' and pid = pg_backend_pid();",
        "drop table b;");

    project.migrate().exits(6).says("lock is not held");

    assertEquals("a", project.tables());
    assertEquals("001", project.version());
  }

  @Test
  void aVersionThatMovedMeanwhileStopsTheFile() {
    project.revision(
        "002_b",
        "create table b (id int); update alembic_version set version_num = 'x';",
        "drop table b;");

    project.migrate().exits(3).says("was changed by something else");

    assertEquals("001", project.version());
  }

  @Test
  void atHeadOneQueryIsAllAndNobodyWaitsForAnybody() throws Exception {
    project.migrate().exits(0);
    try (Connection holder = project.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table migrator.log, alembic_version in share mode");
      long key = new VersionTable("public", "alembic_version").lockKey();
      statement.execute("select pg_advisory_lock(" + key + ")");

      try (var wire = new Wire(project.url(), Wire.Harm.NONE)) {
        project.migrate("upgrade", "--lock-wait", "0", "--database-url", wire.url()).exits(0);
        assertEquals(1, wire.statements().size(), () -> wire.statements().toString());
      }
    }
  }
}
