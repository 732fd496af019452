package tally;

import java.nio.charset.StandardCharsets;

/** A text that is never shown. */
public final class Secret {
  private final String text;

  Secret(String text) {
    this.text = text;
  }

  /** The text in UTF-8. */
  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** How many bytes it has. */
  public int length() {
    return bytes().length;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
