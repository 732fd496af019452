package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that does not keep text as UTF-8. */
class EncodingIT {
  private static final String ADVICE = "create database NAME encoding 'UTF8' template template0";

  @ParameterizedTest
  @ValueSource(strings = {"SQL_ASCII", "LATIN1"})
  void whatChangesADatabaseRefusesItBeforeItTouchesAnything(String encoding) throws Exception {
    var url = TestPostgres.emptyDatabase(encoding);
    for (var command :
        List.of("upgrade", "downgrade base", "stamp head", "accept 001 why", "reset")) {
      var words = ("migrate " + command).split(" ");
      try (var migrate = JarProcess.start(Map.of("DATABASE_URL", url), words)) {
        assertEquals(3, migrate.exitCode(), migrate::err);
        assertTrue(migrate.err().contains("encoding of this database is " + encoding), command);
        assertTrue(migrate.err().contains(ADVICE), migrate::err);
      }
    }
    assertEquals(
        "0",
        new TestSql(url).value("select count(*) from pg_class where relname ~ '^(alembic|log)'"));
    assertEquals(
        "0",
        new TestSql(url).value("select count(*) from pg_namespace where nspname = 'migrator'"));
  }

  @Test
  void aServerIsNotReadyOverIt() {
    var url = TestPostgres.emptyDatabase("SQL_ASCII");
    try (var app = TestApp.start(Map.of(), url, Clock.systemUTC())) {
      var reply = app.anonymous().get("/readyz").expect(503);

      assertTrue(reply.text("detail").contains(ADVICE), () -> reply.text("detail"));
    }
  }
}
