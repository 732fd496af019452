package tally.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tally.db.DatabaseFault;
import tally.db.PoolSettings;

/** The HTTP server: routes, and around them what every route has. */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int MOST_CONNECTIONS = 8192;

  /**
   * Bytes: twice as many as a URL may have, so that of one that is too long the headers are read.
   */
  private static final int MOST_OF_A_HEAD = 16 * 1024;

  private final Javalin javalin;
  private final Draining draining;
  private final TakingTurns turns;

  private WebServer(Javalin javalin, Draining draining, TakingTurns turns) {
    this.javalin = javalin;
    this.draining = draining;
    this.turns = turns;
  }

  /**
   * Where and how to listen.
   *
   * @param port 0 for any free one
   * @param proxies who is believed about where a request comes from
   * @param origins whose scripts may call it from a browser
   * @param patience how long it waits for its clients
   * @param shutdown how long a stop waits for requests that are under way
   * @param pool whose connections requests take in turns
   */
  public record Settings(
      String host,
      int port,
      TrustedProxies proxies,
      Origins origins,
      Patience patience,
      Duration shutdown,
      PoolSettings pool) {}

  /**
   * Starts listening; requests are answered when this returns.
   *
   * @throws CannotListenException if the address is not to be had
   */
  public static WebServer start(
      Settings settings,
      Authenticator authenticator,
      RateLimits limits,
      MeterRegistry meters,
      List<Routes> features) {
    // Where this is not said, Jetty asks the JVM by JMX, which loads all of that and the flight
    // recorder's too. It is a hint by which its queues are spread over the cache.
    System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
    var methods = new HashMap<String, Set<String>>();
    var withoutTurn = new HashSet<String>();
    var draining = new Draining();
    var few = new Few();
    var turns = new TakingTurns(new ServerOptions(methods), settings.pool(), withoutTurn);
    var javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.http.prefer405over404 = true;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.router.ignoreTrailingSlashes = false;
              configureJetty(config, settings, turns, meters);
              config.jetty.modifyHttpConfiguration(http -> http.addCustomizer(draining));
              Problems.addTo(config);
              config.routes.before(ctx -> requireMethod(ctx, methods));
              config.routes.beforeMatched(ctx -> admit(ctx, few, authenticator, limits));
              config.routes.after(few::leave);
              features.forEach(feature -> feature.addTo(config.routes));
              methods.putAll(addHeadAndOptions(config, withoutTurn));
            });
    return new WebServer(javalin.start(), draining, turns);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** How many requests wait for their turn. */
  public int waiting() {
    return turns.waiting();
  }

  /** Every route, as {@code GET /api/tasks/{id}}. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .sorted()
        .toList();
  }

  /**
   * Serves on until nothing arrives any more, with connections that end with their next answer. The
   * time that it takes is no longer there for {@link #close}.
   *
   * @param longest where it does not come to an end
   */
  public void drain(Duration longest) {
    long began = System.nanoTime();
    draining.await(longest);
    var server = javalin.jettyServer().server();
    server.setStopTimeout(
        server.getStopTimeout() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  /** Stops listening, and returns when what was accepted is answered, or has taken too long. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      LOG.warn("the stop has cut requests that were under way after SHUTDOWN_TIMEOUT");
    }
  }

  private static void configureJetty(
      JavalinConfig config, Settings settings, TakingTurns turns, MeterRegistry meters) {
    var cors = new Cors(settings.origins());
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendDateHeader(true);
          http.setRequestHeaderSize(MOST_OF_A_HEAD);
          http.addCustomizer(new Arrival(settings.proxies(), cors));
        });
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(new ContainerErrors(cors)));
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new ContainerErrors(cors));
          server.setRequestLog(new AccessLog(new RequestMeters(meters)));
          var bodies = new BodyReader(turns, settings.patience().body());
          server.setHandler(new GracefulHandler(new AnswerWriter(bodies)));
          server.setStopTimeout(settings.shutdown().toMillis());
        });
  }

  /** Open already, as Javalin would report a port that is taken in its own words. */
  private static ServerConnector connector(
      Server server, HttpConfiguration http, Settings settings) {
    var connector = new ServerConnector(server, HeardConnection.factory(http));
    var deadline = new HeadDeadline(connector.getScheduler(), settings.patience().head());
    connector.addBean(deadline);
    http.addCustomizer(deadline);
    // Beyond it, new ones wait until others are closed.
    var limit = new NetworkConnectionLimit(MOST_CONNECTIONS, connector);
    limit.setEndPointIdleTimeout(1000);
    connector.addBean(limit);
    connector.setIdleTimeout(settings.patience().silence().toMillis());
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    try {
      connector.open();
    } catch (IOException | UnresolvedAddressException e) {
      var address = new ListeningAddress(settings.host(), settings.port());
      throw new CannotListenException(address, e);
    }
    return connector;
  }

  /** Where {@code /tasks/batch} does not take a method, {@code /tasks/{id}} is not meant. */
  private static void requireMethod(Context ctx, Map<String, Set<String>> methods) {
    var known = methods.get(ctx.path());
    if (known != null && !known.contains(ctx.req().getMethod())) {
      throw new Problem.MethodNotAllowed(known);
    }
  }

  /** Lets a request pass to its route, or throws: a mere status would not keep the handler away. */
  private static void admit(Context ctx, Few few, Authenticator authenticator, RateLimits limits) {
    var exchange = Exchange.of(ctx);
    var endpoint = ctx.endpoints().matchedHttpEndpoint();
    if (endpoint != null) {
      exchange.route(endpoint.path);
    }
    few.enter(ctx);
    if (!ctx.routeRoles().contains(Role.ANYONE)) {
      exchange.caller(authenticate(ctx, authenticator, limits));
    } else if (ctx.routeRoles().stream().noneMatch(Limit.class::isInstance)) {
      limits.countAddress(ctx);
    }
    if (ctx.req().getQueryString() != null && !ctx.routeRoles().contains(Takes.QUERY)) {
      Query.of(ctx);
    }
    if (ctx.req().getMethod().equals("GET") || ctx.req().getMethod().equals("HEAD")) {
      exchange.letTryAgain();
    }
  }

  private static Caller authenticate(Context ctx, Authenticator authenticator, RateLimits limits) {
    Caller caller;
    try {
      caller = authenticateOrTryAgain(ctx, authenticator);
    } catch (Problem e) {
      limits.countAddress(ctx);
      throw e;
    }
    limits.countUser(ctx, caller);
    return caller;
  }

  /** Of whatever method the request is: to ask for a session changes nothing. */
  private static Caller authenticateOrTryAgain(Context ctx, Authenticator authenticator) {
    while (true) {
      try {
        return authenticator.authenticate(ctx);
      } catch (JdbiException e) {
        var cause = DatabaseFault.cause(e);
        if (cause == null
            || !DatabaseFault.isDeadConnection(cause)
            || !Exchange.of(ctx).isYoung()) {
          throw e;
        }
      }
    }
  }

  /**
   * HEAD runs what GET runs, Jetty leaves the body out; OPTIONS says what there is.
   *
   * @param withoutTurn where to add, as {@code GET /healthz}, what takes no turn
   * @return each path's methods
   */
  private static Map<String, Set<String>> addHeadAndOptions(
      JavalinConfig config, Set<String> withoutTurn) {
    var methods = new TreeMap<String, Set<String>>();
    for (var parsed : new ArrayList<>(config.unsafe.internalRouter.allHttpHandlers())) {
      var endpoint = parsed.endpoint;
      if (!endpoint.method.isHttpMethod()) {
        continue;
      }
      var roles = roles(endpoint.metadata(Roles.class), endpoint.path);
      var known = methods.computeIfAbsent(endpoint.path, path -> new TreeSet<>());
      known.add(endpoint.method.name());
      if (Arrays.stream(roles).anyMatch(Turn.class::isInstance)) {
        withoutTurn.add(endpoint.method.name() + " " + endpoint.path);
      }
      if (endpoint.method.equals(HandlerType.GET)) {
        known.add("HEAD");
        config.routes.head(endpoint.path, endpoint.handler, roles);
      }
    }
    methods.forEach(
        (path, known) -> {
          known.add("OPTIONS");
          var allow = String.join(", ", known);
          // A browser asks with the query of the request that it is about to send.
          config.routes.options(
              path, ctx -> options(ctx, allow), Role.ANYONE, Limit.NONE, Takes.QUERY);
        });
    return methods;
  }

  private static void options(Context ctx, String allow) {
    Cors.preflight(ctx, allow);
    Answer.noContent(ctx.header("Allow", allow));
  }

  private static RouteRole[] roles(@Nullable Roles roles, String path) {
    if (roles == null || roles.getRoles().stream().noneMatch(Role.class::isInstance)) {
      throw new IllegalStateException("the route " + path + " does not say whom it lets in");
    }
    return roles.getRoles().toArray(RouteRole[]::new);
  }
}
