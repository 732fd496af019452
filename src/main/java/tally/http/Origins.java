package tally.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The web origins (RFC 6454) whose scripts may call the server from a browser, with its cookie.
 *
 * @param allowed as a browser writes them: lower case, and no port where it is the scheme's own
 */
public record Origins(Set<String> allowed) {
  /** Only the server's own. */
  public static final Origins NONE = new Origins(Set.of());

  public Origins {
    allowed = Set.copyOf(allowed);
  }

  /**
   * Origins as a setting names them, with commas between them, such as {@code
   * https://app.example.com, http://localhost:3000}. Empty if one of them is none: {@code *} and
   * {@code null} would let everybody in, and a path does not belong to an origin.
   */
  public static Optional<Origins> parse(String text) {
    var origins = new HashSet<String>();
    for (String part : text.split(",", -1)) {
      var origin = origin(part.strip());
      if (origin.isEmpty()) {
        return Optional.empty();
      }
      origins.add(origin.get());
    }
    return Optional.of(new Origins(origins));
  }

  /** Whether the header {@code Origin} names one of them. */
  public boolean contains(String origin) {
    return allowed.contains(origin);
  }

  private static Optional<String> origin(String text) {
    try {
      var uri = new URI(text.toLowerCase(Locale.ROOT));
      boolean isHttps = "https".equals(uri.getScheme());
      boolean isOne =
          (isHttps || "http".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getPort() != 0
              && uri.getPort() <= 65535;
      if (!isOne) {
        return Optional.empty();
      }
      boolean isUsualPort = uri.getPort() < 0 || uri.getPort() == (isHttps ? 443 : 80);
      return Optional.of(
          uri.getScheme() + "://" + uri.getHost() + (isUsualPort ? "" : ":" + uri.getPort()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
