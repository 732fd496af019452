package tally;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.slf4j.LoggerFactory;
import tally.auth.Auth;
import tally.auth.Passwords;
import tally.conversations.ConversationDao;
import tally.conversations.ConversationRoutes;
import tally.conversations.MessageDao;
import tally.conversations.MessageRoutes;
import tally.db.Database;
import tally.db.DatabaseFault;
import tally.db.DatabaseUrl;
import tally.docs.DocsRoutes;
import tally.http.HealthRoutes;
import tally.http.Paging;
import tally.http.Routes;
import tally.http.WebServer;
import tally.tasks.TaskDao;
import tally.tasks.TaskRoutes;

/** The server, put together: configuration, database, features, HTTP. */
public final class App implements AutoCloseable {
  private final Database database;
  private final Readiness readiness;
  private final WebServer server;

  private App(Database database, Readiness readiness, WebServer server) {
    this.database = database;
    this.readiness = readiness;
    this.server = server;
  }

  /**
   * Starts the server; it answers when this returns, also while the database is away.
   *
   * @param config with its secret
   * @param url where the database is, embedded or not
   */
  public static App start(Config config, DatabaseUrl url, SchemaCheck schema, Clock clock) {
    var database = Database.open(url, config.pool());
    var readiness = new Readiness(database, schema);
    try {
      var passwords = new Passwords(config.bcryptCost(), hashingThreads());
      var auth = Auth.of(database, passwords, config.secrets(), config.cookieSecure(), clock);
      var settings = new WebServer.Settings(config.host(), config.port(), config.shutdownTimeout());
      var server =
          WebServer.start(
              settings, auth.authenticator(), features(auth, database, config, readiness));
      return new App(database, readiness, server);
    } catch (RuntimeException e) {
      readiness.close();
      database.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Every route it serves, as {@code GET /api/tasks/{id}}. */
  List<String> routes() {
    return server.routes();
  }

  /** The database's revision as people read it, for the line that says the server is up. */
  public String revision() {
    try {
      return readiness.state().revision();
    } catch (SQLException e) {
      LoggerFactory.getLogger(App.class).warn(DatabaseFault.describe(e));
      return "an unknown revision";
    }
  }

  /** Turns unready, finishes what was accepted, then lets go of the database. */
  @Override
  public void close() {
    readiness.stop();
    // Also where a request goes on for longer than it is waited for, which is thrown.
    try (database;
        readiness) {
      server.close();
    }
  }

  private static List<Routes> features(
      Auth auth, Database database, Config config, Readiness readiness) {
    var paging = new Paging(config.secrets().get(0));
    var tasks = database.dao(TaskDao.class);
    var conversations = database.dao(ConversationDao.class);
    var messages = database.dao(MessageDao.class);
    return List.of(
        new HealthRoutes(readiness::fault),
        new DocsRoutes(),
        auth.routes(),
        new TaskRoutes(tasks, paging),
        new ConversationRoutes(conversations, paging),
        new MessageRoutes(conversations, messages, paging));
  }

  /** One core is left to everybody else. */
  private static int hashingThreads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }
}
