package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tally.RawHttp;
import tally.Reply;
import tally.TestApp;
import tally.TestClient;

/** What a request may bring, tried on tasks. */
class InputIT {
  private static final String TASKS = "/api/tasks";

  @RegisterExtension private static final TestApp server = TestApp.start();
  private static TestClient ann;

  @BeforeAll
  static void start() {
    ann = server.register();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "sesame",
        "{\"title\":\"a\"} {}",
        "{\"title\":\"a\",\"title\":\"b\"}",
        "{'title':'a'}",
        "{\"title\":\"a\",}",
        "{\"title\":NaN}",
        "\uFEFF{\"title\":\"a\"}",
        "{\"title\":\"\\x\"}",
      })
  void whatIsNotJsonIsMalformed(String body) {
    var refused = ann.post(TASKS, body).expect(400).code("MALFORMED_REQUEST");

    assertFalse(refused.body().contains("sesame"));
  }

  @Test
  void aCodedBodyIsRefusedByTheNameOfItsHeader() {
    var task = Map.of("title", "a");
    for (var coding : List.of("gzip", "br", "identity, gzip")) {
      var refused =
          ann.with("Content-Encoding", coding)
              .post(TASKS, task)
              .expect(415)
              .code("UNSUPPORTED_MEDIA_TYPE");
      assertTrue(refused.text("detail").contains("Content-Encoding"), refused.body());
      assertEquals("identity", refused.header("Accept-Encoding"));
      assertFalse(refused.has("Accept"));
    }
    ann.with("Content-Encoding", "Identity").post(TASKS, task).expect(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"title\"", "1", "true"})
  void jsonThatIsNoObjectIsOneFault(String body) {
    assertEquals(List.of(""), invalid(body).pointers());
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    for (var charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
      send("application/json", "{\"title\":\"tés\"}".getBytes(charset))
          .expect(400)
          .code("MALFORMED_REQUEST");
    }
  }

  @Test
  void sixtyFourLevelsAreReadAndNotOneMore() {
    invalid("{\"title\":" + "[".repeat(63) + "]".repeat(63) + "}");
    for (int levels : new int[] {64, 5000, 100_000}) {
      ann.post(TASKS, "{\"title\":" + "[".repeat(levels) + "]".repeat(levels) + "}")
          .expect(400)
          .code("MALFORMED_REQUEST");
    }
  }

  @Test
  void aTreeOfVeryManyPartsIsRefused() {
    ann.post(TASKS, "{\"title\":[" + "{},".repeat(300_000) + "{}]}")
        .expect(400)
        .code("MALFORMED_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|201",
        "Application/JSON; charset=\"UTF-8\"|201",
        "application/json;charset=utf-8|201",
        "application/json; charset=latin1|415",
        "application/jsonx|415",
        "text/plain|415",
        "multipart/form-data; boundary=x|415",
        ";|415",
      })
  void onlyJsonIsTaken(String contentType, int status) {
    var body = "{\"title\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    send(contentType, body).expect(status);
    ann.send("POST", TASKS, null, BodyPublishers.ofByteArray(body)).expect(415);
  }

  @Test
  void aBodyOfMoreThanOneMebibyteIsRefusedAndTheClientReadsTheAnswer() {
    invalid(padded(1 << 20));
    for (int length : new int[] {(1 << 20) + 1, 2 << 20, 10 << 20}) {
      ann.post(TASKS, padded(length)).expect(413).code("PAYLOAD_TOO_LARGE");
      var bytes = padded(length).getBytes(StandardCharsets.UTF_8);
      // Without a length that is known beforehand it is sent in chunks.
      var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
      ann.send("POST", TASKS, "application/json", chunked).expect(413).code("PAYLOAD_TOO_LARGE");
    }
  }

  /**
   * A client that reads only when it has sent everything, as most do, would find itself cut off.
   */
  @Test
  void aBodyThatIsTooLongIsReadToItsEndBeforeTheAnswer() {
    int length = 12 << 20;
    var head =
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            .concat("Content-Type: application/json\r\nContent-Length: %d\r\n\r\n");

    var answer = RawHttp.send(server.port(), head.formatted(length) + "x".repeat(length));

    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    var refused = invalid("{\"title\":\" \",\"description\":7,\"colour\":\"red\",\"done\":true}");

    assertEquals(List.of("/title", "/description", "/colour", "/done"), refused.pointers());
  }

  @Test
  void faultsOfABatchPointIntoIt() {
    var refused =
        ann.post(
                "/api/tasks/batch",
                "{\"items\":[{\"title\":\"a\"},{\"titel\":\"b\"},7,{\"title\":null}]}")
            .expect(422);

    assertEquals(
        List.of("/items/2", "/items/1/title", "/items/3/title", "/items/1/titel"),
        refused.pointers());
    assertEquals(0, server.register().get(TASKS).json().get("items").size());
  }

  @Test
  void aFieldsNameIsRepeatedOnlyWhereItIsHarmless() {
    var refused = invalid("{\"title\":\"a\",\"<script>\":1,\"" + "x".repeat(100) + "\":2}");

    assertEquals(List.of("", ""), refused.pointers());
    assertFalse(refused.body().contains("script"));
  }

  @Test
  void lengthsCountCodePoints() {
    var longest = "\uD83D\uDE00".repeat(100);
    var stored = ann.post(TASKS, Map.of("title", "  " + longest + "\n")).expect(201);

    assertEquals(longest, stored.text("title"));
    assertEquals(List.of("/title"), invalid("{\"title\":\"" + longest + "x\"}").pointers());
    invalid("{\"title\":\"" + "x".repeat(101) + "\"}");
    ann.post(TASKS, Map.of("title", "x".repeat(100))).expect(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\\u0000b", "\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
  void nulAndHalvesOfSurrogatePairsAreRefused(String text) {
    assertEquals(List.of("/title"), invalid("{\"title\":\"" + text + "\"}").pointers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?colour=red|colour",
        "?limit=1&limit=1|limit",
        "?limit=0|limit",
        "?limit=101|limit",
        "?limit=-1|limit",
        "?limit=1.5|limit",
        "?limit=|limit",
        "?limit=05|limit",
        "?limit=%2B5|limit",
        "?limit=%D9%A5|limit",
        "?limit=99999999999999999999|limit",
        "?is_completed=yes|is_completed",
        "?cursor=x|cursor",
        "?cursor=|cursor",
      })
  void aBadQueryParameterIsNamed(String query, String name) {
    var refused = ann.get(TASKS + query).expect(400).code("INVALID_PARAMETER");

    assertTrue(refused.text("detail").contains(name), refused::body);
  }

  @Test
  void aQueryIsRefusedWhereNoneIsTaken() {
    var task = ann.post(TASKS, Map.of("title", "a")).expect(201).location();

    ann.get(task + "?fields=title").expect(400).code("INVALID_PARAMETER");
    ann.delete(task + "?really=yes").expect(400).code("INVALID_PARAMETER");
    ann.get(task).expect(200);
  }

  @Test
  void aQueryThatCannotBeDecodedIsMalformed() {
    for (var query : List.of("?limit=%zz", "?limit=%ff", "?%c3%28=1")) {
      assertTrue(
          RawHttp.send(
                  server.port(),
                  "GET /healthz%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                      .formatted(query))
              .contains("MALFORMED_REQUEST"),
          query);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1-1-1-1-1", "x", "00000000-0000-0000-0000-00000000000g"})
  void anIdThatIsNoUuidIsNamedSo(String id) {
    ann.get(TASKS + "/" + id).expect(400).code("INVALID_PARAMETER");
  }

  @Test
  void anIdIsReadInAnyCase() {
    var task = ann.post(TASKS, Map.of("title", "a")).expect(201);
    var id = UUID.fromString(task.text("id"));

    assertEquals(7, id.version());
    ann.get(TASKS + "/" + id.toString().toUpperCase(Locale.ROOT)).expect(200);
  }

  private static Reply invalid(String body) {
    return ann.post(TASKS, body).expect(422).code("VALIDATION_ERROR");
  }

  private static Reply send(String contentType, byte[] body) {
    return ann.send("POST", TASKS, contentType, BodyPublishers.ofByteArray(body));
  }

  /** A task whose description fills the body up to a length. */
  private static String padded(int length) {
    var frame = "{\"title\":\"a\",\"description\":\"\"}";
    return frame.replace("n\":\"\"", "n\":\"" + "x".repeat(length - frame.length()) + "\"");
  }
}
