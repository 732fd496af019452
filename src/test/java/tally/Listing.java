package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A list that is read as a client reads it: page after page, by the links. */
public final class Listing {
  private Listing() {}

  /** All items from the page at this address on. */
  public static List<JsonNode> items(TestClient client, String path) {
    var items = new ArrayList<JsonNode>();
    var page = client.get(path).expect(200);
    page.json().get("items").forEach(items::add);
    while (!page.json().get("next_cursor").isNull()) {
      assertTrue(items.size() < 10_000, "the pages do not end");
      var link = page.header("Link");
      var next = link.substring(1, link.indexOf('>'));
      assertEquals("<" + next + ">; rel=\"next\"", link);
      assertTrue(next.contains("cursor=" + page.text("next_cursor")), link);
      page = client.get(next).expect(200);
      assertTrue(page.json().get("items").size() > 0, "a link led to an empty page");
      page.json().get("items").forEach(items::add);
    }
    return items;
  }
}
