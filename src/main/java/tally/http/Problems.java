package tally.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tally.db.DatabaseFault;

/** The one place where what was thrown becomes an answer. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void addTo(JavalinConfig config) {
    config.routes.exception(Problem.class, Problems::answer);
    config.routes.exception(HttpResponseException.class, (e, ctx) -> answer(fromJavalin(e), ctx));
    config.routes.exception(Exception.class, Problems::failed);
    config.router.javaLangErrorHandler(Problems::fatal);
  }

  private static void answer(Problem problem, Context ctx) {
    problem.headers().forEach(ctx::header);
    ctx.status(problem.status()).contentType(ProblemDocument.CONTENT_TYPE);
    Compression.send(ctx, ProblemDocument.of(problem, Exchange.of(ctx).requestId()));
  }

  /**
   * A read that found its connection dead gets another one, until there is a living one: PostgreSQL
   * was restarted, and the pool asks a connection whether it lives only if that was not used a
   * moment ago.
   */
  private static void failed(Exception e, Context ctx) {
    var failure = e;
    while (mayTryAgain(failure, ctx)) {
      try {
        ctx.endpoints().matchedHttpEndpoint().handler.handle(ctx);
        return;
      } catch (Problem problem) {
        answer(problem, ctx);
        return;
      } catch (Exception again) {
        failure = again;
      }
    }
    answer(unexpected(failure, ctx), ctx);
  }

  private static boolean mayTryAgain(Exception e, Context ctx) {
    var cause = DatabaseFault.cause(e);
    return cause != null
        && DatabaseFault.isDeadConnection(cause)
        && Exchange.of(ctx).mayTryAgain()
        && !ctx.res().isCommitted();
  }

  private static Problem fromJavalin(HttpResponseException e) {
    if (e instanceof MethodNotAllowedResponse) {
      // The list is Javalin's own; in HTML it has another name.
      var details = e.getDetails();
      var methods =
          details.getOrDefault("availableMethods", details.getOrDefault("Available methods", ""));
      return new Problem.MethodNotAllowed(List.of(methods.split(", ", -1)));
    }
    return ofStatus(e.getStatus());
  }

  /** The problem that says what the container or the framework meant with a status. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400, 505 -> new Problem.MalformedRequest("The request is not valid HTTP.");
      case 401 -> new Problem.Unauthorized();
      case 403 -> new Problem.Forbidden("This is not allowed.");
      case 404 -> new Problem.NotFound();
      case 405 -> new Problem.MethodNotAllowed(List.of());
      case 413 -> new Problem.PayloadTooLarge();
      case 415 -> new Problem.UnsupportedMediaType();
      case 414 -> new Problem.MalformedRequest(414, "The URL is too long.");
      case 417 -> new Problem.MalformedRequest(417, "Expect only 100-continue, or nothing.");
      case 426 -> new Problem.MalformedRequest(426, "Speak HTTP/1.1 here.");
      case 431 -> new Problem.MalformedRequest(431, "The headers are too long.");
      case 503 -> new Problem.ServiceUnavailable("The server is shutting down.");
      default ->
          status >= 400 && status < 500
              ? new Problem.MalformedRequest(status, "The request is not acceptable.")
              : new Problem.Defect();
    };
  }

  private static Problem unexpected(Exception e, Context ctx) {
    var exchange = Exchange.of(ctx);
    var cause = DatabaseFault.cause(e);
    if (cause != null && "23503".equals(cause.getSQLState())) {
      // What was to be written belongs to a user who was deleted while the request was under way.
      return new Problem.InvalidToken();
    }
    if (cause != null && "57014".equals(cause.getSQLState())) {
      LOG.atWarn()
          .addKeyValue("request_id", exchange.requestId())
          .addKeyValue("route", exchange.route())
          .log("a statement has taken longer than DB_STATEMENT_TIMEOUT");
      // Not in a second: what was too much now, or waits for a lock, hardly is less then.
      return new Problem.ServiceUnavailable(
          "The database takes too long for this. Ask for less at once, or try again later.", 10);
    }
    if (cause != null && isUnavailable(cause)) {
      if (cause instanceof SQLTransientConnectionException) {
        exchange.waitInVain();
      }
      LOG.atWarn()
          .addKeyValue("request_id", exchange.requestId())
          .addKeyValue("sqlstate", String.valueOf(cause.getSQLState()))
          .log("database not available");
      return new Problem.ServiceUnavailable("The database is not available now. Try again soon.");
    }
    LOG.atError()
        .addKeyValue("request_id", exchange.requestId())
        .addKeyValue("route", exchange.route())
        .setCause(e)
        .log("unexpected exception");
    return new Problem.Defect();
  }

  /** Gone, shutting down, full, read-only after a failover, not migrated, deadlocked. */
  private static boolean isUnavailable(SQLException e) {
    if (e instanceof SQLTransientConnectionException || DatabaseFault.isNotMigrated(e)) {
      return true;
    }
    var state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.equals("25006")
        || state.equals("40001")
        || state.equals("40P01");
  }

  private static void fatal(HttpServletResponse response, Error error) {
    LOG.error("fatal error in a request", error);
    if (response.isCommitted()) {
      return;
    }
    try {
      var requestId = response.getHeader(Arrival.REQUEST_ID);
      response.setStatus(500);
      response.setContentType(ProblemDocument.CONTENT_TYPE);
      response
          .getOutputStream()
          .write(
              ProblemDocument.of(
                  new Problem.Defect(), requestId == null ? RequestId.make() : requestId));
    } catch (IOException e) {
      LOG.debug("the client is gone", e);
    }
  }
}
