package tally.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.TestApp;
import tally.TestClient;

/** A user takes everything along. */
class ExportIT {
  /** By which a client of HTTP knows that it has all. */
  private static final String LAST_CHUNK = "0\r\n\r\n";

  private static final String EXPORT = "/api/auth/me/export";

  @RegisterExtension
  private static final TestApp server = TestApp.start(Map.of("DB_POOL_SIZE", "1"));

  @Test
  void everythingOfAUserIsInIt() {
    var ann = server.register();
    var bob = server.register();
    bob.post("/api/tasks", Map.of("title", "not ann's")).expect(201);
    var task = ann.post("/api/tasks", Map.of("title", "buy milk")).expect(201).json();
    var talk = ann.post("/api/conversations", Map.of("title", "a talk")).expect(201).location();
    var hello =
        ann.post(talk + "/messages", Map.of("role", "USER", "content", "hello")).expect(201).json();
    var trash = ann.post("/api/conversations", Map.of("title", "trash")).expect(201).location();
    ann.post(trash + "/messages", Map.of("role", "USER", "content", "thrown away")).expect(201);
    ann.delete(trash).expect(204);

    var reply = ann.get(EXPORT).expect(200);

    assertEquals("application/json", reply.header("Content-Type"));
    assertEquals("attachment; filename=\"tally.json\"", reply.header("Content-Disposition"));
    var export = reply.json();
    assertEquals(List.of("user", "tasks", "conversations"), names(export));
    assertEquals(ann.get("/api/auth/me").json(), export.get("user"));
    assertEquals(1, export.get("tasks").size());
    assertEquals(task, export.get("tasks").get(0));
    assertEquals(2, export.get("conversations").size());
    var first = export.get("conversations").get(0);
    var members = names(ann.get(talk).json());
    members.add("messages");
    assertEquals(members, names(first));
    assertEquals(hello, first.get("messages").get(0));
    assertTrue(export.get("conversations").get(1).get("is_deleted").booleanValue());
    assertEquals(1, export.get("conversations").get(1).get("messages").size());
    assertFalse(reply.body().contains("hash"));
  }

  @Test
  void whoHasNothingGetsThat() {
    var ann = server.register();

    var export = ann.get(EXPORT).expect(200).json();

    assertEquals(0, export.get("tasks").size());
    assertEquals(0, export.get("conversations").size());
    server.anonymous().get(EXPORT).expect(401);
    assertEquals("", ann.head(EXPORT).expect(200).body());
  }

  @Test
  void itIsCompressedForWhoeverTakesThat() throws IOException, InterruptedException {
    var ann = server.register();
    assertEquals(List.of(), coded(ann));
    fill(ann, 5003, 0);
    assertEquals(List.of("gzip"), coded(ann));
    var plain = ann.get(EXPORT).expect(200);
    assertFalse(plain.has("Content-Encoding"));
    assertEquals("Accept-Encoding", plain.header("Vary"));
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + EXPORT))
            .header("Authorization", ann.header("Authorization"))
            .header("Accept-Encoding", "gzip")
            .build();
    var reply = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

    try (var in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
      assertEquals(plain.body(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertTrue(reply.body().length < plain.body().length() / 3);
  }

  /** Which way the answer is coded, as HEAD says it. */
  private static List<String> coded(TestClient client) {
    var head = client.with("Accept-Encoding", "gzip").head(EXPORT).expect(200);
    assertEquals("Accept-Encoding", head.header("Vary"));
    assertFalse(head.has("Content-Length"), "it is not known before, and not 0");
    return head.response().headers().allValues("Content-Encoding");
  }

  @Test
  void moreThanAPageIsMetOnce() {
    var ann = server.register();
    fill(ann, 1203, 700);

    var export = ann.get(EXPORT).expect(200).json();

    assertEquals(1203, distinct(export.get("tasks")));
    assertEquals(700, distinct(export.get("conversations")));
    var longest = export.get("conversations").get(0).get("messages");
    assertEquals(1100, distinct(longest));
    assertEquals("message 1", longest.get(0).get("content").textValue());
    assertEquals("message 1100", longest.get(1099).get("content").textValue());
  }

  /** The pool has one connection, and somebody who does not go on reading does not keep it. */
  @Test
  void whoeverReadsSlowlyHoldsNoConnection() throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      for (int n = 0; n < 5; n++) {
        ann.get("/api/tasks").expect(200);
      }
      assertTrue(rest(slow.reader()).endsWith("]}\r\n" + LAST_CHUNK));
    }
  }

  @Test
  void whoIsDeletedMeanwhileGetsNoPartForTheWhole() throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      ann.delete("/api/auth/me", Map.of("password", TestApp.PASSWORD)).expect(204);
      assertFalse(rest(slow.reader()).endsWith(LAST_CHUNK));
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  /** Nothing of the user is gone yet. */
  @Test
  void whoIsBeingDeletedGetsNoPartForTheWhole() throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    var id = ann.get("/api/auth/me").text("id");
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      server.execute(
          "update users set email = cast(id as text), is_active = false where id = '" + id + "'");
      assertFalse(rest(slow.reader()).endsWith(LAST_CHUNK));
    }
  }

  @Test
  void whatIsBeingDeletedForGoodIsNotInIt() {
    var ann = server.register();
    ann.post("/api/conversations", Map.of("title", "kept")).expect(201);
    var gone = ann.post("/api/conversations", Map.of("title", "gone")).expect(201).text("id");
    server.execute(
        "update conversations set is_deleted = true, deleted_at = 'epoch' where id = '%s'"
            .formatted(gone));

    var conversations = ann.get(EXPORT).expect(200).json().get("conversations");

    assertEquals(List.of("kept"), conversations.findValuesAsText("title"));
  }

  /** More of them than there are threads for exports. */
  @Test
  void whoeverReadsSlowlyHoldsNoThread() throws Exception {
    var clients = new ArrayList<TestClient>();
    for (int n = 0; n < 6; n++) {
      var client = server.register();
      fill(client, 8000, 0);
      clients.add(client);
    }
    var slow = new ArrayList<Slow>();
    try {
      for (var client : clients) {
        slow.add(export(client));
      }
      for (var reader : slow) {
        assertTrue(reader.reader().readLine().endsWith("200 OK"));
      }
      // Until what is kept for a reader is full.
      for (int n = 0; n < 100 && writers() > 0; n++) {
        Thread.sleep(100);
      }
      assertEquals(0, writers());
      server.register().get(EXPORT).expect(200);
      assertTrue(rest(slow.get(0).reader()).endsWith("]}\r\n" + LAST_CHUNK));
    } finally {
      for (var reader : slow) {
        reader.close();
      }
    }
  }

  /** Threads of this process that are in the midst of an export. */
  private static long writers() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack -> Arrays.stream(stack).anyMatch(e -> e.getClassName().endsWith("JsonStream")))
        .count();
  }

  @Test
  void whoseConnectionBreaksMayExportAgain() throws Exception {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      slow.socket().setSoLinger(true, 0);
    }
    for (int n = 0; n < 50 && ann.get(EXPORT).response().statusCode() == 429; n++) {
      Thread.sleep(100);
    }
    ann.get(EXPORT).expect(200);
  }

  @Test
  void whatFailsHalfWayDoesNotLookComplete() throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      try {
        server.denyConnections();
        var rest = rest(slow.reader());
        assertFalse(rest.endsWith(LAST_CHUNK));
        assertFalse(rest.contains("\"code\""));
      } finally {
        server.allowConnections();
      }
    }
  }

  /** HTTP/1.0 and {@code Connection: close} know no last chunk. */
  @Test
  void whatFailsHalfWayEndsInAnErrorWhereTheEndOfTheConnectionIsThatOfTheAnswer()
      throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann, "Connection: close\r\n")) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      try {
        server.denyConnections();
        assertThrows(SocketException.class, () -> slow.reader().transferTo(Writer.nullWriter()));
      } finally {
        server.allowConnections();
      }
    }
  }

  @Test
  void aUserHasOneExportAtATime() throws IOException {
    var ann = server.register();
    fill(ann, 20_000, 0);
    try (var slow = export(ann)) {
      assertTrue(slow.reader().readLine().endsWith("200 OK"));
      ann.get(EXPORT).expect(429).code("RATE_LIMITED");
      server.register().get(EXPORT).expect(200);
      assertTrue(rest(slow.reader()).endsWith(LAST_CHUNK));
    }
    ann.get(EXPORT).expect(200);
  }

  @Test
  void whatFailsAtTheBeginningIsAProblemLikeAnyOther() {
    var ann = server.register();
    ann.get("/api/tasks").expect(200);
    server.denyConnections();
    try {
      var refused = ann.get(EXPORT).expect(503).code("SERVICE_UNAVAILABLE");
      assertFalse(refused.has("Content-Disposition"));
    } finally {
      server.allowConnections();
    }
  }

  /** Until the last chunk, or until the server hangs up without one. */
  private static String rest(Reader reader) {
    var text = new StringBuilder();
    var buffer = new char[1 << 16];
    try {
      for (int n; !ends(text) && (n = reader.read(buffer)) >= 0; ) {
        text.append(buffer, 0, n);
      }
    } catch (IOException e) {
      // Hung up.
    }
    return text.toString();
  }

  private static boolean ends(StringBuilder text) {
    return text.length() > 7 && text.substring(text.length() - 7).equals("\r\n" + LAST_CHUNK);
  }

  /** A client that reads as it likes. */
  private record Slow(Socket socket, BufferedReader reader) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Slow export(TestClient client) throws IOException {
    return export(client, "");
  }

  private static Slow export(TestClient client, String headers) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(30_000);
    var request =
        "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\n%s\r\n"
            .formatted(EXPORT, client.header("Authorization"), headers);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new Slow(
        socket,
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 16));
  }

  /** So many tasks and conversations, the first of which has 1100 messages. */
  private static void fill(TestClient client, int tasks, int conversations) {
    var id = client.get("/api/auth/me").text("id");
    server.execute(
        """
        insert into tasks (id, owner_id, title, description, created_at, updated_at)
        select gen_random_uuid(), '%1$s', 'task ' || n, repeat('x', 1000), now(), now()
        from generate_series(1, %2$d) as n;
        insert into conversations (id, user_id, created_at, updated_at)
        select gen_random_uuid(), '%1$s', now(), now()
        from generate_series(1, %3$d);
        with first as (
          update conversations set message_count = 1100
          where id = (select id from conversations where user_id = '%1$s' order by id limit 1)
          returning id
        )
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), '%1$s', first.id, 'USER', 'message ' || n, n, now()
        from first, generate_series(1, 1100) as n
        """
            .formatted(id, tasks, conversations));
  }

  private static int distinct(JsonNode items) {
    var ids = new HashSet<String>();
    items.forEach(item -> assertTrue(ids.add(item.get("id").textValue())));
    return ids.size();
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
