package tally.migrate.console;

import org.jspecify.annotations.Nullable;

/** Writes one JSON value (RFC 8259), on one line. */
public final class Json {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  public Json beginObject() {
    return open('{');
  }

  public Json endObject() {
    return close('}');
  }

  public Json beginArray(String name) {
    return name(name).open('[');
  }

  public Json beginObject(String name) {
    return name(name).open('{');
  }

  public Json endArray() {
    return close(']');
  }

  public Json field(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      text.append("null");
    } else {
      string(value);
    }
    first = false;
    return this;
  }

  public Json field(String name, boolean value) {
    name(name);
    text.append(value);
    first = false;
    return this;
  }

  public Json field(String name, long value) {
    name(name);
    text.append(value);
    first = false;
    return this;
  }

  /** An element of an array. */
  public Json element(String value) {
    comma();
    string(value);
    first = false;
    return this;
  }

  private Json name(String name) {
    comma();
    string(name);
    text.append(':');
    first = true;
    return this;
  }

  private Json open(char bracket) {
    comma();
    text.append(bracket);
    first = true;
    return this;
  }

  private Json close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  private void comma() {
    if (!first) {
      text.append(',');
    }
    first = true;
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          // Half of a surrogate pair alone is no text; escaped, it is at least ASCII.
          if (Character.isISOControl(c) || (Character.isSurrogate(c) && !isPaired(value, i))) {
            escape(c);
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }

  private void escape(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt((c >> shift) & 15));
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
