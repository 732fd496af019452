package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code /readyz} makes of the revision that it finds, which may change at any time. */
class ReadinessIT {
  private static final String COMMAND = "java -jar app.jar migrate upgrade head";

  @RegisterExtension private static final TestApp server = TestApp.start();

  private final String head = server.query("select version_num from alembic_version");

  @AfterEach
  void backAtHead() {
    server.execute("create table if not exists alembic_version (version_num varchar(32))");
    server.execute("delete from alembic_version");
    server.execute("insert into alembic_version values ('" + head + "')");
    assertReady();
  }

  @Test
  void anOlderSchemaIsNotEnoughAndTheCommandThatHelpsIsNamed() {
    revision("010");
    assertUnready("The database is at 010, this release needs " + head + "; run: " + COMMAND);
  }

  @Test
  void aNewerSchemaIsFine() {
    revision("999");
    assertReady();
  }

  @Test
  void aSchemaThatNobodyKnowsIsNotTrusted() {
    revision("ae1027a6acf");
    assertUnready("does not know; see: migrate status");
    server.execute("insert into alembic_version values ('" + head + "')");
    assertUnready("does not know; see: migrate status");
  }

  @Test
  void aDatabaseThatWasNeverMigratedIsNotReady() {
    server.execute("delete from alembic_version");
    assertUnready("The database is at base, this release needs " + head + "; run: " + COMMAND);
    server.execute("drop table alembic_version");
    assertUnready("The database is not migrated; run: " + COMMAND);
  }

  /**
   * Else whoever asks in a loop would have every server taken out of its balancer. Now and then a
   * database that is busy with other tests may really take too long.
   */
  @Test
  void itIsReadyHoweverManyAskAndHoweverOften() {
    int refused =
        Together.run(2, n -> (int) IntStream.range(0, 30).filter(i -> !isReady()).count()).stream()
            .mapToInt(Integer::intValue)
            .sum();

    assertTrue(refused < 10, () -> refused + " of 60 were told that it is not");
  }

  private static boolean isReady() {
    boolean isReady = status() == 200;
    for (int i = 0; !isReady && status() != 200 && i < 1000; i++) {
      LockSupport.parkNanos(20_000_000);
    }
    return isReady;
  }

  private static int status() {
    return server.anonymous().get("/readyz").response().statusCode();
  }

  private static void revision(String id) {
    server.execute("update alembic_version set version_num = '" + id + "'");
  }

  private static void assertReady() {
    assertEquals("ready", server.anonymous().get("/readyz").expect(200).text("status"));
  }

  private static void assertUnready(String reason) {
    var answer = server.anonymous().get("/readyz").expect(503).code("SERVICE_UNAVAILABLE");
    assertTrue(answer.text("detail").contains(reason), answer::body);
    // The process is well all the same: to start it again would not help.
    server.anonymous().get("/healthz").expect(200);
  }
}
