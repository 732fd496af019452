package tally.db;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a connection URI apart in the order in which libpq does: what is before the first {@code @}
 * is the login, unless a slash comes first.
 *
 * <p>Does without regular expressions and URI classes: it is on the migrator's way to its start.
 */
final class DatabaseUrlParser {
  private static final String DEFAULT_PORT = "5432";

  private final String text;
  private final ConnectionParameters parameters;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String database;
  private List<String> hosts = List.of();
  private List<String> ports = List.of();

  DatabaseUrlParser(String text) {
    this.text = text;
    this.parameters = new ConnectionParameters(text.startsWith("jdbc:"));
  }

  DatabaseUrl parse() {
    var rest = login(withoutScheme());
    var query = rest.indexOf('?');
    var place = query < 0 ? rest : rest.substring(0, query);
    var slash = place.indexOf('/');
    if (place.indexOf('@') >= 0) {
      throw fault("has an @ or a / in its user or password: write them as %40 and %2F");
    }
    servers(slash < 0 ? place : place.substring(0, slash));
    if (slash >= 0) {
      database = filled(decoded(place.substring(slash + 1), "database"));
    }
    if (query >= 0) {
      query(rest.substring(query + 1));
    }

    var login = Optional.ofNullable(user).orElseGet(() -> System.getProperty("user.name", ""));
    return new DatabaseUrl(
        joinedHosts(),
        Optional.ofNullable(database).orElse(login),
        login,
        password,
        parameters.forPgjdbc());
  }

  private String withoutScheme() {
    for (var scheme : List.of("postgresql://", "postgres://", "jdbc:postgresql://")) {
      if (text.startsWith(scheme)) {
        return text.substring(scheme.length());
      }
    }
    throw fault("must begin with postgresql://, postgres:// or jdbc:postgresql://");
  }

  /** Takes user and password. Returns what comes after them. */
  private String login(String rest) {
    var at = rest.indexOf('@');
    var slash = rest.indexOf('/');
    if (at < 0 || (slash >= 0 && slash < at)) {
      return rest;
    }
    var login = rest.substring(0, at);
    var colon = login.indexOf(':');
    var name = colon < 0 ? login : login.substring(0, colon);
    if (name.indexOf('?') >= 0) {
      throw fault("has an @ among its parameters: write it as %40");
    }
    user = filled(decoded(name, "user"));
    if (colon >= 0) {
      password = filled(decoded(login.substring(colon + 1), "password"));
    }
    return rest.substring(at + 1);
  }

  private void servers(String list) {
    hosts = new ArrayList<>();
    ports = new ArrayList<>();
    for (var server : split(list, ',')) {
      var bracket = server.startsWith("[") ? server.indexOf(']') : -1;
      if (server.startsWith("[") && bracket < 0) {
        throw fault("has an IPv6 address without its closing bracket");
      }
      var colon = server.indexOf(':', bracket + 1);
      if (bracket >= 0 && bracket + 1 != (colon < 0 ? server.length() : colon)) {
        throw fault("has something else than a colon and a port behind an IPv6 address");
      }
      hosts.add(decoded(colon < 0 ? server : server.substring(0, colon), "host"));
      ports.add(colon < 0 ? "" : server.substring(colon + 1));
    }
  }

  private void query(String query) {
    if (query.indexOf('@') >= 0) {
      // libpq takes it. But then this may be the rest of a password, and names would be shown.
      throw fault("has an @ among its parameters: write it as %40");
    }
    for (var parameter : split(query, '&')) {
      var equals = parameter.indexOf('=');
      if (equals <= 0) {
        throw fault("has a parameter that is not of the form name=value");
      }
      var name = decoded(parameter.substring(0, equals), "parameter");
      var value = decodedParameter(parameter.substring(equals + 1));
      switch (name) {
        case "user" -> user = filled(value);
        case "password" -> password = filled(value);
        case "dbname" -> database = filled(value);
        case "host" -> hosts = split(value, ',');
        case "port" -> ports = split(value, ',');
        default -> parameters.add(name, value);
      }
    }
  }

  private String joinedHosts() {
    if (ports.size() != hosts.size() && ports.size() > 1) {
      throw fault("names " + hosts.size() + " hosts but " + ports.size() + " ports");
    }
    var joined = new StringBuilder();
    for (int i = 0; i < hosts.size(); i++) {
      joined.append(i == 0 ? "" : ",").append(host(hosts.get(i))).append(':');
      joined.append(port(ports.get(ports.size() == 1 ? 0 : i)));
    }
    return joined.toString();
  }

  private static String host(String host) {
    if (host.startsWith("/") || host.startsWith("@")) {
      throw fault(
          "names a Unix socket, which Java does not connect to: give a host name or an address,"
              + " such as 127.0.0.1");
    }
    if (host.isEmpty()) {
      return "localhost";
    }
    if (!host.startsWith("[") && host.indexOf(':') >= 0) {
      return "[" + host + "]";
    }
    for (int i = 0; i < host.length(); i++) {
      if (" /?#,".indexOf(host.charAt(i)) >= 0) {
        throw fault("has a host with a character in it that no host name has");
      }
    }
    return host;
  }

  private static int port(String port) {
    try {
      var number = Integer.parseInt(port.isEmpty() ? DEFAULT_PORT : port);
      if (number >= 1 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not quoted: behind an unencoded slash in a password the port is a part of it.
    }
    throw fault(
        "has a port that is not a number from 1 to 65535 (a / in the user or password is written"
            + " as %2F)");
  }

  /** In a JDBC URL a plus sign is a space, as in an HTML form; libpq leaves it alone. */
  private String decodedParameter(String value) {
    var jdbc = text.startsWith("jdbc:");
    return decoded(jdbc ? value.replace('+', ' ') : value, "parameter");
  }

  private static String decoded(String encoded, String what) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    var bytes = ByteBuffer.allocate(encoded.length() * 3);
    for (int i = 0; i < encoded.length(); ) {
      if (encoded.charAt(i) == '%') {
        bytes.put(octet(encoded, i, what));
        i += 3;
      } else {
        var end = encoded.indexOf('%', i);
        var plain = encoded.substring(i, end < 0 ? encoded.length() : end);
        bytes.put(plain.getBytes(StandardCharsets.UTF_8));
        i += plain.length();
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw fault("has a " + what + " whose percent-encoding is not UTF-8");
    }
  }

  private static byte octet(String encoded, int percent, String what) {
    var high =
        percent + 2 < encoded.length() ? Character.digit(encoded.charAt(percent + 1), 16) : -1;
    var low = high >= 0 ? Character.digit(encoded.charAt(percent + 2), 16) : -1;
    if (low < 0 || high + low == 0) {
      throw fault(
          "has a % in its "
              + what
              + " that is not followed by two hexadecimal digits other than"
              + " 00: write % itself as %25");
    }
    return (byte) (high << 4 | low);
  }

  private static List<String> split(String list, char separator) {
    var parts = new ArrayList<String>();
    var start = 0;
    for (int end; (end = list.indexOf(separator, start)) >= 0; start = end + 1) {
      parts.add(list.substring(start, end));
    }
    parts.add(list.substring(start));
    return parts;
  }

  private static @Nullable String filled(String value) {
    return value.isEmpty() ? null : value;
  }

  private static IllegalArgumentException fault(String message) {
    return new IllegalArgumentException(message);
  }
}
