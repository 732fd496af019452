package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tally.db.DatabaseUrl;

/** What a server writes down while everything is done with it that can be done, at every level. */
class LogsIT {
  /** In everything that is sent, and so in everything that is kept. */
  private static final String MARK = "Sesame";

  private static final String PASSWORD = MARK + " is a long password";
  private static final int REFUSED = 16;

  private final List<String> secrets = new ArrayList<>(List.of(MARK, "$2a$", TestApp.SECRET));

  @ParameterizedTest
  @ValueSource(strings = {"json", "text"})
  void noLineHasABodyATokenAPasswordAnAddressOrAQuery(String format) throws Exception {
    var database = TestPostgres.migratedDatabase();
    var settings = new HashMap<String, String>();
    settings.put("DATABASE_URL", database);
    settings.put("JWT_SECRET", TestApp.SECRET);
    settings.put("HOST", "127.0.0.1");
    settings.put("PORT", "0");
    settings.put("BCRYPT_COST", "10");
    settings.put("LOG_LEVEL", "debug");
    settings.put("LOG_FORMAT", format);
    var password = DatabaseUrl.parse(database).password();
    if (password != null) {
      secrets.add(password);
    }

    try (var server = JarProcess.start(settings, "serve", "--migrate")) {
      var nobody = new TestClient(server.address(), Map.of());
      var user = work(nobody);
      beRefused(nobody, user);
      sendNoHttp(URI.create(server.address()).getPort());
      failInside(database, nobody, user);
      leave(user);
      server.terminate();
      assertEquals(0, server.exitCode(), server::err);

      var log = server.out() + server.err();
      for (String secret : secrets) {
        log.lines()
            .forEach(line -> assertFalse(line.contains(secret), () -> secret + " in: " + line));
      }
      var lines = server.err().lines().toList();
      assertTrue(lines.stream().anyMatch(line -> line.contains("ERROR")), server::err);
      assertTrue(lines.stream().filter(line -> line.contains("request")).count() > REFUSED);
      if (format.equals("json")) {
        assertJson(lines);
      }
    }
  }

  /** What usually happens. */
  private TestClient work(TestClient nobody) {
    var credentials = Map.of("email", MARK + "@example.com", "password", PASSWORD);
    var token = nobody.post("/api/auth/register", credentials).expect(201).text("access_token");
    secrets.add(token);
    secrets.add(nobody.post("/api/auth/login", credentials).expect(200).text("access_token"));
    var user = nobody.bearer(token).with("User-Agent", MARK + " browser");
    var task = Map.of("title", MARK, "description", MARK + " too");
    var made = user.with("Idempotency-Key", MARK).post("/api/tasks", task).expect(201);
    user.patch(made.location(), Map.of("title", MARK + " again")).expect(200);
    user.get("/api/tasks?q=" + MARK).expect(200);
    var talk = user.post("/api/conversations", Map.of("title", MARK)).expect(201).location();
    var message = Map.of("role", "USER", "content", MARK);
    user.post(talk + "/messages", Map.of("items", List.of(message))).expect(201);
    user.get("/api/conversations?q=" + MARK).expect(200);
    user.get("/api/auth/sessions").expect(200);
    user.get("/api/auth/me/export").expect(200);
    return user;
  }

  /** What is wrong with requests. */
  private static void beRefused(TestClient nobody, TestClient user) {
    refused(user.post("/api/tasks", Map.of("title", MARK.repeat(50))));
    refused(user.post("/api/tasks", Map.of(MARK, MARK)));
    refused(user.post("/api/tasks", "{\"title\": \"" + MARK));
    refused(user.post("/api/tasks", "[\"" + MARK + "\"]"));
    refused(user.send("POST", "/api/tasks", "text/" + MARK, BodyPublishers.ofString(MARK)));
    refused(user.post("/api/tasks", "\"" + MARK.repeat(200_000) + "\""));
    refused(user.get("/api/tasks?" + MARK + "=" + MARK));
    refused(user.get("/api/tasks?cursor=" + MARK));
    refused(user.get("/api/tasks/" + MARK));
    refused(user.get("/" + MARK));
    refused(user.with("If-Match", MARK).delete("/api/tasks/" + MARK));
    refused(nobody.bearer(MARK).get("/api/tasks"));
    refused(nobody.with("Cookie", "access_token=" + MARK).get("/api/tasks"));
    refused(nobody.with("Origin", "https://" + MARK + ".example.com").post("/api/tasks"));
    var guess = Map.of("email", MARK + "@example.com", "password", MARK + " is wrong");
    refused(nobody.post("/api/auth/login", guess));
    var taken = Map.of("email", MARK + "@example.com", "password", PASSWORD);
    refused(nobody.post("/api/auth/register", taken));
  }

  private static void refused(Reply reply) {
    assertEquals(4, reply.status() / 100, () -> reply.request() + " answered " + reply.body());
  }

  private static void sendNoHttp(int port) {
    RawHttp.send(port, MARK + "\r\n\r\n");
    RawHttp.send(port, "GET /" + MARK + "%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    RawHttp.send(port, "GET / HTTP/1.1\r\nHost: x\r\n" + MARK + "\r\n\r\n");
    RawHttp.send(port, "GET / HTTP/1.1\r\nHost: x\r\nX: " + MARK.repeat(5000) + "\r\n\r\n");
  }

  /** A defect, and a table that is away: the server's fault, with a stack trace. */
  private static void failInside(String database, TestClient nobody, TestClient user)
      throws SQLException {
    try (var connection = DatabaseUrl.parse(database).connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter table users add constraint k check (email <> '%s@y.de')"
              .formatted(MARK.toLowerCase(Locale.ROOT)));
      var credentials = Map.of("email", MARK + "@y.de", "password", PASSWORD);
      nobody.post("/api/auth/register", credentials).expect(500);
      statement.execute("alter table tasks rename to away");
      user.get("/api/tasks?q=" + MARK).expect(503);
      user.post("/api/tasks", Map.of("title", MARK)).expect(503);
      statement.execute("alter table away rename to tasks");
    }
  }

  private static void leave(TestClient user) {
    var change = Map.of("current_password", PASSWORD, "new_password", PASSWORD + "!");
    user.put("/api/auth/password", change).expect(204);
    refused(user.delete("/api/auth/me", Map.of("password", MARK)));
    user.delete("/api/auth/me", Map.of("password", PASSWORD + "!")).expect(204);
  }

  private static void assertJson(List<String> lines) throws Exception {
    for (String line : lines) {
      var parsed = new ObjectMapper().readTree(line);
      for (String name : new String[] {"time", "level", "logger", "message"}) {
        assertTrue(parsed.path(name).isTextual(), line);
      }
    }
  }
}
