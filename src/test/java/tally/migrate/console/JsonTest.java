package tally.migrate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void objectsArraysAndFieldsHaveTheirCommas() {
    var json =
        new Json()
            .beginObject()
            .field("a", 1)
            .beginArray("b")
            .beginObject()
            .field("c", true)
            .endObject()
            .beginObject()
            .endObject()
            .element("x")
            .endArray()
            .beginObject("d")
            .endObject()
            .field("e", (String) null)
            .endObject();

    assertEquals("{\"a\":1,\"b\":[{\"c\":true},{},\"x\"],\"d\":{},\"e\":null}", json.toString());
  }

  @Test
  void textIsEscapedAndOtherwiseLeftAsItIs() {
    var json =
        new Json()
            .beginObject()
            .field("t", "\"\\\n\r\t\0\u001f\u007f\u0085\u009f\u00a0/ä€😀\ud83d")
            .endObject();

    assertEquals(
        "{\"t\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f\\u0085\\u009f\u00a0/ä€😀\\ud83d\"}",
        json.toString());
  }
}
