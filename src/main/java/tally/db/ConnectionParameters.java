package tally.db;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * The parameters of a connection URI, translated from libpq's names and values to pgjdbc's. What
 * neither of the two knows is a fault: a misspelt {@code sslmode} must not turn TLS off.
 */
final class ConnectionParameters {
  private static final Map<String, String> SESSIONS =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  private final boolean jdbc;
  private final Map<String, String> translated = new HashMap<>();
  private @Nullable String fallbackName;

  /**
   * @param jdbc whether they are of a JDBC URL, where {@code ssl} and {@code sslmode} mean what
   *     pgjdbc says
   */
  ConnectionParameters(boolean jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @throws IllegalArgumentException if the name is unknown or the value not one of its values
   */
  void add(String name, String value) {
    switch (name) {
      case "application_name" -> put("ApplicationName", value);
      case "fallback_application_name" -> fallbackName = value;
      case "channel_binding" -> put("channelBinding", value);
      case "connect_timeout" -> put("connectTimeout", seconds(value));
      case "gssencmode" -> put("gssEncMode", value);
      case "keepalives" -> put("tcpKeepAlive", value.equals("0") ? "false" : "true");
      case "krbsrvname" -> put("kerberosServerName", value);
      case "load_balance_hosts" ->
          put("loadBalanceHosts", oneOf(name, value, Map.of("disable", "false", "random", "true")));
      case "require_auth" -> put("requireAuth", value);
      case "sslnegotiation" -> put("sslNegotiation", value);
      case "target_session_attrs" -> put("targetServerType", oneOf(name, value, SESSIONS));
      case "client_encoding" ->
          oneOf(name, value, Map.of("UTF8", "", "utf8", "", "UTF-8", "", "utf-8", "", "auto", ""));
      // Finer points of TCP and TLS, for which pgjdbc leaves it to Java and the operating system.
      case "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "sslcompression",
          "sslsni" -> {}
      case "ssl" -> {
        if (jdbc) {
          put(name, value);
        } else {
          put("sslmode", oneOf(name, value, Map.of("true", "require")));
        }
      }
      default -> put(name, value);
    }
  }

  private void put(String name, String value) {
    var known = PGProperty.forName(name);
    if (known == null) {
      throw new IllegalArgumentException("has a parameter that is unknown" + shown(name));
    }
    var choices = known.getChoices();
    // Of this one a list may be given.
    if (choices != null && known != PGProperty.REQUIRE_AUTH && !List.of(choices).contains(value)) {
      throw notOneOf(name, List.of(choices));
    }
    translated.put(name, value);
  }

  Map<String, String> forPgjdbc() {
    if (fallbackName != null) {
      translated.putIfAbsent("ApplicationName", fallbackName);
    }
    var mode = translated.get("sslmode");
    if ("system".equals(translated.get("sslrootcert"))) {
      if (mode != null && !mode.equals("verify-full")) {
        throw new IllegalArgumentException(
            "has sslrootcert=system, which needs sslmode=verify-full");
      }
      translated.remove("sslrootcert");
      translated.put("sslmode", "verify-full");
      translated.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else if (!jdbc && "require".equals(mode) && translated.containsKey("sslrootcert")) {
      // libpq verifies as soon as it has something to verify with; pgjdbc would not.
      translated.put("sslmode", "verify-ca");
    }
    return translated;
  }

  private static String seconds(String value) {
    try {
      return Integer.toString(Math.max(0, Integer.parseInt(value)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "has a connect_timeout that is not a number of seconds", e);
    }
  }

  private static String oneOf(String name, String value, Map<String, String> values) {
    var translation = values.get(value);
    if (translation == null) {
      throw notOneOf(name, values.keySet().stream().sorted().toList());
    }
    return translation;
  }

  private static IllegalArgumentException notOneOf(String name, List<String> choices) {
    return new IllegalArgumentException(
        "has a " + name + " that is none of " + String.join(", ", choices));
  }

  /** The name, unless it could be a piece of a password with a question mark in it. */
  private static String shown(String name) {
    var plain = name.length() <= 40 && name.chars().allMatch(c -> c == '_' || isLetter(c));
    return plain ? ": " + name : "";
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
