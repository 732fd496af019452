package tally.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as they are written, without ever asking a name server. */
final class IpAddress {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

  private IpAddress() {}

  /** The address; that of IPv4 where it is written as one of IPv6 ({@code ::ffff:192.0.2.1}). */
  static Optional<InetAddress> parse(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    if (!(v6 ? V6 : V4).matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // With a colon in it, or four numbers, Java looks nothing up.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
