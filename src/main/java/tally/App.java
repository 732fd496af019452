package tally;

import io.micrometer.core.instrument.Gauge;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tally.auth.Auth;
import tally.auth.Passwords;
import tally.auth.UserDao;
import tally.conversations.ConversationDao;
import tally.conversations.ConversationRoutes;
import tally.conversations.ConversationSearch;
import tally.conversations.Deletion;
import tally.conversations.DeletionDao;
import tally.conversations.MessageDao;
import tally.conversations.MessageRoutes;
import tally.conversations.SearchDao;
import tally.conversations.Trash;
import tally.conversations.TrashDao;
import tally.db.Database;
import tally.db.DatabaseFault;
import tally.db.DatabaseUrl;
import tally.db.InSteps;
import tally.db.Jobs;
import tally.docs.DocsRoutes;
import tally.export.ExportDao;
import tally.export.ExportRoutes;
import tally.http.HealthRoutes;
import tally.http.IdempotencyKeyDao;
import tally.http.Origins;
import tally.http.Paging;
import tally.http.Patience;
import tally.http.Problem;
import tally.http.QuotaDao;
import tally.http.RateLimits;
import tally.http.Routes;
import tally.http.TrustedProxies;
import tally.http.WebServer;
import tally.metrics.Metrics;
import tally.metrics.MetricsRoutes;
import tally.tasks.TaskDao;
import tally.tasks.TaskRoutes;
import tally.tasks.TaskSearch;
import tally.tasks.TaskSearchDao;

/** The server, put together: configuration, database, features, HTTP. */
public final class App implements AutoCloseable {
  private final Database database;
  private final Readiness readiness;
  private final WebServer server;
  private final @Nullable WebServer admin;
  private final Metrics metrics;
  private final RateLimits limits;
  private final Jobs jobs;

  private App(
      Database database,
      Readiness readiness,
      WebServer server,
      @Nullable WebServer admin,
      Metrics metrics,
      RateLimits limits,
      Jobs jobs) {
    this.database = database;
    this.readiness = readiness;
    this.server = server;
    this.admin = admin;
    this.metrics = metrics;
    this.limits = limits;
    this.jobs = jobs;
  }

  /**
   * Starts the server; it answers when this returns, also while the database is away.
   *
   * @param config with its secret
   * @param url where the database is, embedded or not
   */
  public static App start(Config config, DatabaseUrl url, SchemaCheck schema, Clock clock) {
    return start(config, url, schema, clock, Patience.USUAL);
  }

  static App start(
      Config config, DatabaseUrl url, SchemaCheck schema, Clock clock, Patience patience) {
    var metrics = new Metrics();
    var database = Database.open(url, config.pool(), metrics.registry());
    var readiness = new Readiness(database, schema);
    try {
      var quotas = database.dao(QuotaDao.class);
      var limits = RateLimits.start(config.rateLimits(), quotas, metrics.registry());
      var passwords = new Passwords(config.bcryptCost(), hashingThreads());
      var paging = new Paging(config.secrets());
      var steps = new InSteps();
      var deletion = new Deletion(database.dao(DeletionDao.class), steps);
      var auth =
          Auth.of(
              database,
              passwords,
              paging,
              steps,
              new Auth.Settings(config.secrets(), config.cookieSecure(), config.corsOrigins()),
              limits,
              clock,
              metrics.registry());
      var settings =
          new WebServer.Settings(
              config.host(),
              config.port(),
              config.trustedProxies(),
              config.corsOrigins(),
              patience,
              config.shutdownTimeout(),
              config.pool());
      var server =
          WebServer.start(
              settings,
              auth.authenticator(),
              limits,
              metrics.registry(),
              features(auth, database, deletion, paging, readiness));
      Gauge.builder("tally.requests.waiting", server, WebServer::waiting)
          .description("Requests that stand in line for their turn")
          .register(metrics.registry());
      var admin = config.adminPort() == 0 ? null : admin(config, metrics, limits, readiness);
      var jobs = Jobs.start(database, jobs(database, auth, steps, deletion, config.retention()));
      return new App(database, readiness, server, admin, metrics, limits, jobs);
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

  /** Does what is due of the jobs, without waiting until they are looked at. */
  void doWhatIsDue() {
    jobs.doWhatIsDue();
  }

  /** The database's revision as people read it, for the line that says the server is up. */
  public String revision() {
    var log = LoggerFactory.getLogger(App.class);
    try {
      var state = readiness.state();
      if (state.fault() != null) {
        log.warn("not ready: {}", state.fault());
      }
      return state.shown();
    } catch (SQLException e) {
      log.warn(DatabaseFault.describe(e));
      return "an unknown revision";
    }
  }

  /**
   * Turns unready, and serves on until whoever sends requests has found that out: nothing arrives
   * any more, or it has taken too long.
   */
  public void drain(Duration longest) {
    readiness.stop();
    long began = System.nanoTime();
    server.drain(longest);
    if (admin != null) {
      // It may be the one that is asked whether this server is ready, which serves on meanwhile.
      admin.drain(longest.minusNanos(System.nanoTime() - began));
    }
  }

  /** Turns unready, finishes what was accepted, then lets go of the database. */
  @Override
  public void close() {
    readiness.stop();
    // Also where a request goes on for longer than it is waited for, which is thrown.
    try (metrics;
        database;
        readiness;
        limits;
        jobs;
        admin) {
      server.close();
    }
  }

  /** A server of its own, for those who run this one. */
  private static WebServer admin(
      Config config, Metrics metrics, RateLimits limits, Readiness readiness) {
    var settings =
        new WebServer.Settings(
            config.adminHost(),
            config.adminPort(),
            TrustedProxies.NONE,
            Origins.NONE,
            Patience.USUAL,
            config.shutdownTimeout(),
            config.pool());
    return WebServer.start(
        settings,
        ctx -> {
          throw new Problem.InvalidToken();
        },
        limits,
        metrics.registry(),
        List.of(
            new HealthRoutes(readiness::fault), new MetricsRoutes(metrics, readiness::revision)));
  }

  private static List<Routes> features(
      Auth auth, Database database, Deletion deletion, Paging paging, Readiness readiness) {
    var tasks = database.dao(TaskDao.class);
    var conversations = database.dao(ConversationDao.class);
    var messages = database.dao(MessageDao.class);
    var features = new ArrayList<>(auth.routes());
    features.add(new ExportRoutes(database.dao(UserDao.class), database.dao(ExportDao.class)));
    features.add(new HealthRoutes(readiness::fault));
    features.add(new DocsRoutes());
    features.add(new TaskRoutes(tasks, new TaskSearch(database.dao(TaskSearchDao.class)), paging));
    var search = new ConversationSearch(conversations, database.dao(SearchDao.class));
    features.add(new ConversationRoutes(conversations, search, deletion, paging));
    features.add(new MessageRoutes(conversations, messages, paging));
    return features;
  }

  private static List<Jobs.Job> jobs(
      Database database, Auth auth, InSteps steps, Deletion deletion, Trash.Retention retention) {
    var trash = new Trash(database.dao(TrashDao.class), deletion);
    var keys = database.dao(IdempotencyKeyDao.class);
    var quotas = database.dao(QuotaDao.class);
    return List.of(
        new Jobs.Job("trash", Duration.ofDays(1), () -> trash.purge(retention)),
        new Jobs.Job("idempotency_keys", Duration.ofHours(1), () -> steps.deleteAll(keys::forget)),
        new Jobs.Job("quotas", Duration.ofHours(1), () -> steps.deleteAll(quotas::forget)),
        new Jobs.Job("sessions", Duration.ofHours(1), auth.cleaning()));
  }

  /** One core is left to everybody else. */
  private static int hashingThreads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }
}
