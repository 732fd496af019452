package tally.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The proxies whose {@code X-Forwarded-For} is believed. */
public final class TrustedProxies {
  /** Nobody's is. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Proxies as a setting names them: addresses and networks (CIDR) with commas between them, such
   * as {@code 127.0.0.1, 10.0.0.0/8, fd00::/8}. Empty if one of them is neither.
   */
  public static Optional<TrustedProxies> parse(String text) {
    var networks = new ArrayList<Network>();
    for (String part : text.split(",", -1)) {
      var network = Network.parse(part.strip());
      if (network.isEmpty()) {
        return Optional.empty();
      }
      networks.add(network.get());
    }
    return Optional.of(new TrustedProxies(List.copyOf(networks)));
  }

  /**
   * Who sent a request: walked from the right, the first address that is no trusted proxy. Each
   * proxy appends whom it heard, so whatever a client wrote itself stands further left.
   *
   * @param peer the other end of the connection
   * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
   */
  InetAddress client(InetAddress peer, List<String> forwardedFor) {
    if (forwardedFor.isEmpty() || !isTrusted(peer)) {
      return peer;
    }
    var hops = new ArrayList<>(List.of(String.join(",", forwardedFor).split(",", -1)));
    Collections.reverse(hops);
    InetAddress client = peer;
    for (String hop : hops) {
      var address = IpAddress.parse(withoutPort(hop.strip()));
      if (address.isEmpty()) {
        // Hidden or unknown: the last one that is known stands for it.
        return client;
      }
      client = address.get();
      if (!isTrusted(client)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  @Override
  public String toString() {
    return networks.toString();
  }

  /**
   * A range of addresses.
   *
   * @param prefix how many bits of an address are the network's
   */
  private record Network(InetAddress address, int prefix) {
    static Optional<Network> parse(String text) {
      int slash = text.indexOf('/');
      var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
      if (address.isEmpty()) {
        return Optional.empty();
      }
      int longest = 8 * address.get().getAddress().length;
      if (slash < 0) {
        return Optional.of(new Network(address.get(), longest));
      }
      var digits = text.substring(slash + 1);
      return digits.matches("[0-9]{1,3}") && Integer.parseInt(digits) <= longest
          ? Optional.of(new Network(address.get(), Integer.parseInt(digits)))
          : Optional.empty();
    }

    boolean contains(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return address.getHostAddress() + "/" + prefix;
    }
  }
}
