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

  @Override
  public String toString() {
    return "(secret)";
  }
}
