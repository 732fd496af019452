package tally.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse("10.0.0.0/8, 192.0.2.7, fd00::/8").orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody in front                  | 198.51.100.1 |                               | 198.51.100.1",
        "forged, no proxy                 | 198.51.100.1 | 203.0.113.9                   | 198.51.100.1",
        "one proxy                        | 10.1.2.3     | 203.0.113.9                   | 203.0.113.9",
        "forged before the proxy's own    | 10.1.2.3     | 127.0.0.1, 203.0.113.9        | 203.0.113.9",
        "two proxies                      | 192.0.2.7    | 1.1.1.1, 203.0.113.9,10.9.9.9 | 203.0.113.9",
        "a neighbour of a single one      | 192.0.2.8    | 203.0.113.9                   | 192.0.2.8",
        "a client among the proxies       | 10.1.2.3     | 10.4.5.6                      | 10.4.5.6",
        "with a port                      | 10.1.2.3     | 203.0.113.9:4711              | 203.0.113.9",
        "IPv6 with a port                 | fd00::1      | [2001:db8::1]:4711            | 2001:db8:0:0:0:0:0:1",
        "IPv4 written as IPv6             | ::ffff:10.1.2.3 | ::ffff:203.0.113.9         | 203.0.113.9",
        "hidden                           | 10.1.2.3     | 203.0.113.9, unknown          | 10.1.2.3",
        "a name, which is not looked up   | 10.1.2.3     | localhost                     | 10.1.2.3",
        "nothing between commas           | 10.1.2.3     | 203.0.113.9,,                 | 10.1.2.3",
      })
  void theClientIsTheFirstFromTheRightThatIsNoProxy(
      String situation, String peer, String forwardedFor, String client) throws Exception {
    var headers = forwardedFor == null ? List.<String>of() : List.of(forwardedFor);

    assertEquals(
        client,
        PROXIES.client(InetAddress.getByName(peer), headers).getHostAddress(),
        () -> situation);
  }

  @Test
  void severalHeadersAreOneList() throws Exception {
    var headers = List.of("203.0.113.9", "10.9.9.9, 10.8.8.8");

    assertEquals(
        "203.0.113.9", PROXIES.client(InetAddress.getByName("10.1.2.3"), headers).getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0/8",
        "fd00::/129",
        "10.0.0.0/-1",
        "10.0.0.256",
        "::g",
        "10.0.0.1,",
        "1",
        "fe80::1%eth0"
      })
  void whatIsNoAddressAndNoNetworkIsRefused(String text) {
    assertTrue(TrustedProxies.parse(text).isEmpty());
  }

  @Test
  void addressesOfOneIPv6NetworkCountAsOne() throws Exception {
    assertEquals("2001:db8:1:2::/64", network("2001:db8:1:2:aaaa::1"));
    assertEquals("2001:db8:1:2::/64", network("2001:db8:1:2:bbbb::2"));
    assertEquals("192.0.2.1", network("192.0.2.1"));
    assertEquals("192.0.2.1", network("::ffff:192.0.2.1"));
    assertEquals("unknown", new ClientAddress(null).network());
  }

  private static String network(String address) throws Exception {
    return new ClientAddress(InetAddress.getByName(address)).network();
  }
}
