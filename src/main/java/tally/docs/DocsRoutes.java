package tally.docs;

import static tally.http.Limit.NONE;
import static tally.http.Role.ANYONE;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tally.http.Answer;
import tally.http.Problem;
import tally.http.Routes;
import tally.http.StaticFile;

/**
 * {@code /openapi.yaml} and {@code /openapi.json}: the contract. {@code /docs}: a page that shows
 * it, where one logs in and tries it.
 */
public final class DocsRoutes implements Routes {
  /** The page runs what comes from this server, and nothing that stands in the page itself. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "docs.js", "text/javascript; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
          "swagger-ui.css", "text/css; charset=utf-8");

  /** Each is made when it is first asked for: the start waits for none of them. */
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/openapi.yaml", this::yaml, ANYONE, NONE);
    routes.get("/openapi.json", this::json, ANYONE, NONE);
    routes.get("/docs", this::page, ANYONE, NONE);
    routes.get("/docs/{file}", this::file, ANYONE, NONE);
  }

  private void yaml(Context ctx) {
    send(ctx, "openapi.yaml", "application/yaml", () -> Resource.bytes("/openapi.yaml"));
  }

  private void json(Context ctx) {
    send(ctx, "openapi.json", "application/json", ContractJson::bytes);
  }

  private void page(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    send(ctx, "", "text/html; charset=utf-8", () -> Resource.bytes("/docs/index.html"));
  }

  private void file(Context ctx) {
    var name = ctx.pathParam("file");
    var contentType =
        Optional.ofNullable(CONTENT_TYPES.get(name)).orElseThrow(Problem.NotFound::new);
    send(ctx, name, contentType, () -> Resource.bytes("/docs/" + name));
  }

  private void send(Context ctx, String name, String contentType, Supplier<byte[]> bytes) {
    Answer.file(
        ctx, files.computeIfAbsent(name, unused -> new StaticFile(contentType, bytes.get())));
  }
}
