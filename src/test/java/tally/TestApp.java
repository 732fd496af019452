package tally;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tally.cli.Schema;
import tally.db.DatabaseUrl;
import tally.http.Patience;
import tally.migrate.Migrations;

/**
 * The real server on a free port, over a fresh database at head. As a registered extension of a
 * test class it ends with the last test.
 */
public final class TestApp implements AfterAllCallback, AutoCloseable {
  public static final String PASSWORD = "correct horse battery";
  public static final String SECRET = "a secret of more than thirty-two bytes";

  private static final AtomicInteger USERS = new AtomicInteger();

  private final App app;
  private final String databaseUrl;

  private TestApp(App app, String databaseUrl) {
    this.app = app;
    this.databaseUrl = databaseUrl;
  }

  public static TestApp start() {
    return start(Map.of());
  }

  /** With settings of the test's own. */
  public static TestApp start(Map<String, String> settings) {
    return start(settings, TestPostgres.migratedDatabase(), Clock.systemUTC());
  }

  /** That waits for its clients as long as the test does. */
  public static TestApp start(Patience patience) {
    return start(Map.of(), TestPostgres.migratedDatabase(), Clock.systemUTC(), patience);
  }

  /** Over a database that the test has, and by a clock of its own. */
  public static TestApp start(Map<String, String> settings, String databaseUrl, Clock clock) {
    return start(settings, databaseUrl, clock, Patience.USUAL);
  }

  private static TestApp start(
      Map<String, String> settings, String databaseUrl, Clock clock, Patience patience) {
    var environment = new HashMap<String, String>();
    environment.put("DATABASE_URL", databaseUrl);
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("JWT_SECRET", SECRET);
    environment.put("COOKIE_SECURE", "false");
    environment.put("BCRYPT_COST", "10");
    environment.put("RATE_LIMIT_USER", "0");
    environment.put("RATE_LIMIT_ADDRESS", "0");
    environment.putAll(settings);
    var config = Config.of(environment);
    return new TestApp(
        App.start(
            config,
            DatabaseUrl.parse(databaseUrl),
            new Schema(Migrations.packed()),
            clock,
            patience),
        databaseUrl);
  }

  /** A new user, logged in with a bearer. */
  public TestClient register() {
    return register("user%d@example.com".formatted(USERS.incrementAndGet()));
  }

  public TestClient register(String email) {
    var user =
        anonymous()
            .post("/api/auth/register", Map.of("email", email, "password", PASSWORD))
            .expect(201);
    return anonymous().bearer(user.text("access_token"));
  }

  /** Somebody without a credential. */
  public TestClient anonymous() {
    return new TestClient(address(), Map.of());
  }

  /** A client of another server that comes here with all it has. */
  public TestClient as(TestClient client) {
    return client.at(address());
  }

  public String address() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return app.port();
  }

  /** Every route it serves, as {@code GET /api/tasks/{id}}. */
  public List<String> routes() {
    return app.routes();
  }

  /** Has it do what is due of its jobs. */
  public void doWhatIsDue() {
    app.doWhatIsDue();
  }

  /** The {@code postgresql://} address of its database. */
  public String databaseUrl() {
    return databaseUrl;
  }

  /** SQL that the server itself would not run, past it. */
  public void execute(String sql) {
    new TestSql(databaseUrl).execute(sql);
  }

  /** The only value of the only row, past the server. */
  public String query(String sql) {
    return new TestSql(databaseUrl).value(sql);
  }

  /** Ends the server's connections, and lets it make no new ones. */
  public void denyConnections() {
    var name = DatabaseUrl.parse(databaseUrl).database();
    var terminate =
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(name);
    // A connection that was being made at that moment is not among the first to go.
    besideDatabase(
        "alter database " + name + " allow_connections false",
        terminate,
        "select pg_sleep(0.3)",
        terminate);
  }

  public void allowConnections() {
    var name = DatabaseUrl.parse(databaseUrl).database();
    besideDatabase("alter database " + name + " allow_connections true");
  }

  private void besideDatabase(String... statements) {
    try (var connection = DatabaseUrl.parse(databaseUrl).withDatabase("postgres").connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    app.close();
  }
}
