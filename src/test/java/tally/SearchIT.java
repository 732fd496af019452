package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code q} finds. */
class SearchIT {
  @RegisterExtension private static final TestApp server = TestApp.start();

  private TestClient ann;

  @BeforeEach
  void register() {
    ann = server.register();
  }

  @Test
  void aTaskIsFoundByItsTitleOrItsDescription() {
    task("buy milk", null);
    task("call Ann", "about the Milkman");
    task("sleep", "long");
    server.register().post("/api/tasks", Map.of("title", "milk of others")).expect(201);

    assertEquals(Set.of("buy milk", "call Ann"), tasks("milk"));
    assertEquals(Set.of("buy milk", "call Ann"), tasks("MILK"));
    assertEquals(Set.of("call Ann"), tasks("milkman"));
    assertEquals(Set.of("call Ann"), tasks("the milk"));
    assertEquals(Set.of(), tasks("milk buy"));
    assertEquals(Set.of("buy milk"), tasks("y"));
    assertEquals(Set.of("buy milk", "call Ann"), tasks("MI"));
    assertEquals(Set.of("sleep"), tasks("Lo"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      value = {
        "%, a 100% b",
        "00%, a 100% b",
        "_, a under_score b",
        "r_s, a under_score b",
        "\\, a back\\slash b",
        "k\\s, a back\\slash b",
        "\\s, a back\\slash b",
        "', it's",
        "t's, it's",
        "\u00df, stra\u00dfe",
        "\u00c4PF, \u00e4pfel",
        "\u00c4p, \u00e4pfel",
        "\uD83D\uDE00, smile \uD83D\uDE00",
        "{, {12}",
      })
  void noCharacterHasAMeaning(String text, String title) {
    for (var other :
        List.of(
            "a 100% b",
            "a 100 b",
            "a under_score b",
            "a back\\slash b",
            "it's",
            "stra\u00dfe",
            "\u00e4pfel",
            "smile \uD83D\uDE00",
            "{12}",
            "rss undexscore backslash tis 00x kks")) {
      task(other, null);
    }

    // In the locale C the database knows other cases of a to z alone.
    if (text.chars().allMatch(c -> c < 128) || server.query("select 'ä' ilike 'Ä'").equals("t")) {
      assertEquals(Set.of(title), tasks(text));
    }
  }

  /** In lower case it is two characters, in some locales. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0130", "\u0130s", "\u0130sta", "\u0149", "\u1e9e", "\ufb03"})
  void aCharacterWhoseOtherCaseIsLongerIsFound(String text) {
    task(text + "nbul", null);
    task("other", null);
    var talk = conversation("a");
    say(talk, text + "nbul");

    assertEquals(Set.of(text + "nbul"), tasks(text));
    var query = URLEncoder.encode(text, StandardCharsets.UTF_8);
    assertEquals(Set.of(talk), conversations("q=" + query));
  }

  /** The next rows of the list are looked at first; this is what comes behind them. */
  @Test
  void whatIsFarDownTheListIsFoundInItsOrder() {
    server.execute(
        """
        insert into tasks (id, owner_id, title, created_at, updated_at)
        select gen_random_uuid(), '%1$s', case when mod(n, 400) = 0 then 'milk' else 'bread' end || n,
          now() - n * interval '1 minute', now()
        from generate_series(1, 2400) as n;
        insert into conversations (id, user_id, title, message_count, created_at, updated_at)
        select gen_random_uuid(), '%1$s', case when mod(n, 100) = 0 then 'milk' else 'bread' end || n,
          50, now(), now() - n * interval '1 minute'
        from generate_series(1, 600) as n
        """
            .formatted(ann.get("/api/auth/me").text("id")));

    for (var q : List.of("milk", "lk", "%6D")) {
      assertEquals(
          List.of("milk400", "milk800", "milk1200", "milk1600", "milk2000", "milk2400"),
          Listing.items(ann, "/api/tasks?limit=3&q=" + q).stream()
              .map(task -> task.get("title").textValue())
              .toList());
      assertEquals(
          List.of("milk100", "milk200", "milk300", "milk400", "milk500", "milk600"),
          Listing.items(ann, "/api/conversations?limit=2&q=" + q).stream()
              .map(conversation -> conversation.get("title").textValue())
              .toList());
    }
  }

  @Test
  void aSearchIsFilteredSortedAndPaged() {
    var titles = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      var title = "milk " + (char) ('a' + i);
      var made = ann.post("/api/tasks", Map.of("title", title)).expect(201);
      ann.post("/api/tasks", Map.of("title", "bread " + i)).expect(201);
      if (i % 2 == 0) {
        ann.patch(made.location(), Map.of("is_completed", true)).expect(200);
        titles.add(title);
      }
    }

    for (var q : List.of("milk", "MI", "k")) {
      var found = new ArrayList<String>();
      var page = ann.get("/api/tasks?is_completed=true&sort=title&limit=4&q=" + q).expect(200);
      found.addAll(texts(page.json(), "title"));
      assertEquals(4, found.size());
      var cursor = page.text("next_cursor");
      ann.get("/api/tasks?is_completed=true&sort=title&limit=4&q=other&cursor=" + cursor)
          .expect(400)
          .code("INVALID_PARAMETER");
      var link = page.header("Link");
      page = ann.get(link.substring(1, link.indexOf('>'))).expect(200);
      found.addAll(texts(page.json(), "title"));
      assertEquals(titles, found);
      assertEquals("null", page.text("next_cursor"));
    }
  }

  @Test
  void aConversationIsFoundByItsTitleOrItsMessages() {
    var byTitle = conversation("About milk");
    var byMessage = conversation("a");
    say(byMessage, "Where is", "the Milkman?");
    var neither = conversation("b");
    say(neither, "bread");
    var others = server.register();
    var theirs = others.post("/api/conversations", Map.of("title", "milk")).expect(201);
    others
        .post(theirs.location() + "/messages", Map.of("role", "USER", "content", "milk"))
        .expect(201);

    for (var q : List.of("milk", "MI", "lk", "ilk")) {
      assertEquals(Set.of(byTitle, byMessage), conversations("q=" + q));
    }
    assertEquals(Set.of(byMessage), conversations("q=milkman"));
    assertEquals(Set.of(neither), conversations("q=bre"));
    assertEquals(Set.of(), conversations("q=%25"));
    ann.delete("/api/conversations/" + byMessage).expect(204);
    assertEquals(Set.of(byTitle), conversations("q=milk"));
    assertEquals(Set.of(byMessage), conversations("deleted=true&q=milk"));
  }

  @Test
  void whatIsInVeryManyMessagesIsFoundInAllConversations() {
    var ids = new TreeSet<String>();
    for (int i = 0; i < 3; i++) {
      ids.add(conversation("c" + i));
    }
    server.execute(
        """
        insert into messages (id, user_id, conversation_id, role, content, position, created_at)
        select gen_random_uuid(), user_id, id, 'USER', 'so much milk ' || n, n, now()
        from conversations, generate_series(1, 1001) as n
        where id in ('%s')
        """
            .formatted(String.join("', '", ids)));
    conversation("without");

    assertEquals(ids, conversations("q=milk"));
    assertEquals(ids, conversations("q=mu"));
    assertEquals(ids, conversations("q=milk%20999"));
  }

  @ParameterizedTest
  @CsvSource({"''", "x201", "%00", "%ED%A0%80"})
  void aSearchedTextHasOneToTwoHundredCharacters(String text) {
    var q = text.equals("x201") ? "x".repeat(201) : text;
    for (var list : List.of("/api/tasks", "/api/conversations")) {
      assertEquals(400, ann.get(list + "?q=" + q).response().statusCode());
      ann.get(list + "?q=" + "%F0%9F%98%80".repeat(200)).expect(200);
    }
  }

  private void task(String title, @Nullable String description) {
    var task =
        description == null
            ? Map.of("title", title)
            : Map.of("title", title, "description", description);
    ann.post("/api/tasks", task).expect(201);
  }

  private String conversation(String title) {
    return ann.post("/api/conversations", Map.of("title", title)).expect(201).text("id");
  }

  private void say(String conversation, String... contents) {
    for (var content : contents) {
      ann.post(
              "/api/conversations/" + conversation + "/messages",
              Map.of("role", "USER", "content", content))
          .expect(201);
    }
  }

  private Set<String> tasks(String q) {
    var query = URLEncoder.encode(q, StandardCharsets.UTF_8);
    return new TreeSet<>(texts(ann.get("/api/tasks?q=" + query).expect(200).json(), "title"));
  }

  private Set<String> conversations(String query) {
    return new TreeSet<>(texts(ann.get("/api/conversations?" + query).expect(200).json(), "id"));
  }

  private static List<String> texts(JsonNode page, String field) {
    return page.get("items").findValuesAsText(field);
  }
}
