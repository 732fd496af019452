package tally.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;

/**
 * Thousands of requests that are made from the contract, as it wants them and spoilt. None is
 * answered with a defect, and none otherwise than the contract promises.
 */
class RandomRequestsIT {
  private static final long SEED = 20261120;
  private static final int REQUESTS = 4000;
  private static final long MOST_NANOS = 50_000_000_000L;

  /** What a request that the contract describes is never answered. */
  private static final Set<String> FAULTS =
      Set.of("MALFORMED_REQUEST", "UNSUPPORTED_MEDIA_TYPE", "PAYLOAD_TOO_LARGE");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/json",
          "application/json; charset=latin1",
          "text/plain",
          ";",
          "a/b;c=\"",
          "/");
  private static final List<String> SEGMENTS =
      List.of(
          "%20",
          "%2F",
          "%00",
          "%FF",
          "..",
          ".",
          "",
          "x",
          "'",
          "%25",
          "1",
          "%C3%A4",
          "a;b=c",
          "00000000-0000-0000-0000-000000000000");
  private static final List<String> QUERIES =
      List.of(
          "",
          "limit=0",
          "limit=101",
          "limit=1e1",
          "limit=%30",
          "limit",
          "=",
          "&",
          "cursor=AAAA",
          "cursor=%00",
          "q=",
          "q=%00",
          "q=%25_%5C",
          "q=%F0%9F%98%80",
          "sort=title&sort=title",
          "is_completed=TRUE",
          "order=asc%20",
          "x[]=1",
          "%ff=1",
          "deleted=true",
          "permanently=1");
  private static final List<String> HEADERS =
      List.of(
          "Authorization: ",
          "Authorization: Bearer",
          "Authorization: Bearer x",
          "Authorization: bearer eyJ.eyJ.x",
          "Authorization: Basic YTpi",
          "Authorization: x",
          "Cookie: access_token=x",
          "Cookie: access_token=",
          "Cookie: ;;;",
          "Cookie: a=\"",
          "Cookie: =x",
          "If-Match: *",
          "If-Match: \"0\"",
          "If-Match: W/\"0\"",
          "If-Match: ,",
          "If-Match: \"zzzzzzzzzzzzzzzz\"",
          "If-Match: x",
          "If-Match: \"-1\"",
          "If-None-Match: *",
          "If-None-Match: \"0\"",
          "If-None-Match: W/\"\"",
          "If-None-Match: ,,,",
          "If-None-Match: x",
          "Idempotency-Key: ",
          "Idempotency-Key: a b",
          "Idempotency-Key: " + "x".repeat(256),
          "Idempotency-Key: same",
          "Idempotency-Key: ä",
          "X-Request-Id: ",
          "X-Request-Id: " + "x".repeat(65),
          "X-Request-Id: <a>",
          "X-Request-Id: ok",
          "Origin: null",
          "Origin: https://evil.example",
          "Origin: ://",
          "Origin: ",
          "Content-Encoding: gzip",
          "Content-Encoding: identity",
          "Content-Encoding: ",
          "X-HTTP-Method-Override: DELETE",
          "Accept: text/html",
          "Accept: application/xml",
          "Accept: */*;q=0");

  private final Random random = new Random(SEED);

  /** Each is about something that there is, or was until it was deleted. */
  private final Map<Operation, Attempt> examples = new HashMap<>();

  private final RandomJson json = new RandomJson(random);

  @Test
  void nothingIsAnsweredWithADefectOrOutsideTheContract() {
    try (var server = TestApp.start()) {
      var ann = server.register();
      var operations = Contract.OF_THE_SERVER.operations();
      long end = System.nanoTime() + MOST_NANOS;
      int sent = 0;
      int accepted = 0;
      while (sent < REQUESTS && System.nanoTime() < end) {
        var operation = operations.get(random.nextInt(operations.size()));
        // A password takes long to check, and an account is gone only once.
        if (operation.path().startsWith("/api/auth") && random.nextInt(5) > 0) {
          continue;
        }
        boolean isSpoilt = random.nextBoolean();
        var user = endsSessions(operation) ? server.register() : ann;
        var attempt = asDescribed(operation, user);
        if (isSpoilt) {
          attempt = spoilt(attempt);
        }
        var reply = send(attempt, "request " + sent + " of seed " + SEED + ": " + attempt);
        if (!isSpoilt) {
          accepted += check(attempt, reply);
        }
        if (++sent % 100 == 0) {
          server.execute("truncate login_failures");
        }
      }
      assertTrue(sent >= 300, "in the time there were only " + sent);
      assertTrue(accepted > sent / 5, "of " + sent + " only " + accepted + " were accepted");
    }
  }

  private static Reply send(Attempt attempt, String what) {
    try {
      var reply = attempt.send();
      // Whether the database answers within a second is a matter of the machine.
      boolean isReadiness = attempt.target().startsWith("/readyz");
      assertTrue(
          reply.response().statusCode() < (isReadiness ? 504 : 500),
          () -> what + " answered " + reply.body());
      return reply;
    } catch (AssertionError | UncheckedIOException e) {
      throw new AssertionError(what, e);
    }
  }

  /** 1 if it was accepted. What the contract describes is refused for no fault of its own only. */
  private static int check(Attempt attempt, Reply reply) {
    int status = reply.response().statusCode();
    if (status < 400) {
      return 1;
    }
    var code = reply.text("code");
    assertTrue(!FAULTS.contains(code), () -> attempt + " answered " + reply.body());
    // Of what a password must not be, a schema says only a part.
    if (!attempt.operation().path().startsWith("/api/auth")) {
      assertTrue(!code.equals("VALIDATION_ERROR"), () -> attempt + " answered " + reply.body());
      assertTrue(!code.equals("INVALID_PARAMETER"), () -> attempt + " answered " + reply.body());
    }
    return 0;
  }

  private Attempt asDescribed(Operation operation, TestClient user) {
    var client = user;
    for (var header : operation.parameters("header")) {
      if (random.nextInt(4) == 0) {
        var isKey = header.get("name").textValue().equals("Idempotency-Key");
        client = client.with(header.get("name").textValue(), isKey ? key() : "\"0\"");
      }
    }
    if (random.nextInt(5) == 0 || endsSessions(operation)) {
      examples.remove(operation);
    }
    var attempt = examples.computeIfAbsent(operation, known -> Attempt.of(known, user)).as(client);
    if (random.nextInt(10) == 0) {
      attempt = attempt.elsewhere();
    }
    var query = new StringBuilder();
    for (var parameter : operation.parameters("query")) {
      if (!parameter.get("name").textValue().equals("cursor") && random.nextInt(3) == 0) {
        query
            .append(query.isEmpty() ? "?" : "&")
            .append(parameter.get("name").textValue())
            .append("=")
            .append(
                URLEncoder.encode(
                    json.valid(parameter.get("schema")).asText(), StandardCharsets.UTF_8));
      }
    }
    attempt = attempt.at(attempt.target() + query);
    for (var content : operation.requestContents().entrySet()) {
      if (random.nextBoolean() || attempt.contentType() == null) {
        var body = json.valid(content.getValue().get("schema"));
        attempt = attempt.with(content.getKey(), body.toString());
      }
    }
    return attempt;
  }

  private Attempt spoilt(Attempt attempt) {
    return switch (random.nextInt(8)) {
      case 0 -> attempt.at(attempt.target().replaceFirst("[^/]*$", one(SEGMENTS)));
      case 1 -> attempt.at(attempt.target().replaceFirst("/[^/]+", "/" + one(SEGMENTS)));
      case 2 -> attempt.at(attempt.target().replaceFirst("\\?.*", "") + "?" + one(QUERIES));
      case 3 -> attempt.with(one(CONTENT_TYPES), attempt.body());
      case 4 -> attempt.by(one(METHODS));
      case 5 -> {
        var header = one(HEADERS).split(": ", 2);
        yield attempt.as(attempt.client().with(header[0], header[1]));
      }
      default -> {
        for (var content : attempt.operation().requestContents().entrySet()) {
          var body = json.valid(content.getValue().get("schema"));
          yield attempt.with(content.getKey(), json.spoilt(body));
        }
        yield attempt.with("application/json", "{");
      }
    };
  }

  private String key() {
    return Long.toHexString(random.nextLong());
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static boolean endsSessions(Operation operation) {
    return operation.path().equals("/api/auth/logout")
        || (operation.method().equals("DELETE") && operation.path().startsWith("/api/auth"));
  }
}
