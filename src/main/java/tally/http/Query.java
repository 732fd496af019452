package tally.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.db.SearchText;

/** The parameters of a query, each known to the route and there at most once. */
public final class Query {
  private static final Text SEARCHED = Text.verbatim(1, 200);

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  static Query of(Context ctx, String... names) {
    var sent = ctx.req().getQueryString();
    var values = new LinkedHashMap<String, String>();
    if (sent != null && !sent.isEmpty()) {
      for (String pair : sent.split("&", -1)) {
        int equals = pair.indexOf('=');
        var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (!List.of(names).contains(name)) {
          throw new Problem.InvalidParameter(unknown(name, names));
        }
        if (values.put(name, value) != null) {
          throw new Problem.InvalidParameter("The query parameter " + name + " stands twice.");
        }
      }
    }
    return new Query(values);
  }

  /** A truth value, null where the parameter is absent. */
  public @Nullable Boolean flag(String name) {
    var value = values.get(name);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "true or false");
    };
  }

  /** A whole number within bounds. */
  public int number(String name, int otherwise, int least, int most) {
    var value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      // parseInt alone takes +5, 05 and other scripts' digits too.
      if (value.matches("0|[1-9][0-9]{0,8}")) {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw invalid(name, "a whole number from " + least + " to " + most);
  }

  /** A text, null where the parameter is absent. */
  public @Nullable String text(String name, Text rule) {
    var value = values.get(name);
    if (value == null) {
      return null;
    }
    return rule.accept(value).orElseThrow(() -> invalid(name, rule.rule() + " without NUL"));
  }

  /** A text of 1 to 200 characters to look for, null where the parameter is absent. */
  public @Nullable SearchText search(String name) {
    var text = text(name, SEARCHED);
    return text == null ? null : new SearchText(text);
  }

  /** One of some words, the first of them where the parameter is absent. */
  public String word(String name, String otherwise, String... others) {
    var value = values.getOrDefault(name, otherwise);
    if (!value.equals(otherwise) && !List.of(others).contains(value)) {
      throw invalid(name, "one of " + otherwise + ", " + String.join(", ", others));
    }
    return value;
  }

  /** The parameter as it was sent, null where it is absent. */
  @Nullable String raw(String name) {
    return values.get(name);
  }

  /** The same query with one parameter set. */
  String with(String name, String value) {
    var changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    var text = new StringBuilder();
    changed.forEach(
        (key, sent) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(sent, StandardCharsets.UTF_8)));
    return text.toString();
  }

  private static Problem invalid(String name, String rule) {
    return new Problem.InvalidParameter("The query parameter " + name + " must be " + rule + ".");
  }

  private static String unknown(String name, String... names) {
    // A name of the client's own making goes back only where it can do no harm.
    var known = names.length == 0 ? "none" : String.join(", ", names);
    return name.matches("[A-Za-z0-9_]{1,32}")
        ? "There is no query parameter " + name + " here; known: " + known + "."
        : "There is a query parameter that is not known here; known: " + known + ".";
  }

  /** Percent-decoding that refuses what it cannot read. */
  private static String decoded(String text) {
    if (text.chars().anyMatch(c -> c >= 0x80)) {
      throw new Problem.MalformedRequest("The query has characters that are not percent-encoded.");
    }
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new Problem.MalformedRequest("The query has a broken percent sign.");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Problem.MalformedRequest("The query is not valid UTF-8.");
    }
  }
}
