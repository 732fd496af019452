package tally.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void aPlainUrlIsTakenApart() {
    var url = DatabaseUrl.parse("postgresql://ann:secret@db.example.com:6543/tally");

    assertEquals("jdbc:postgresql://db.example.com:6543/tally", url.jdbcUrl());
    assertEquals("ann", url.user());
    assertEquals("secret", url.password());
    assertEquals(Map.of("user", "ann", "password", "secret"), url.properties());
  }

  @Test
  void allThreeSchemesMeanTheSame() {
    var url = DatabaseUrl.parse("postgresql://ann:secret@h/tally?sslmode=require");

    assertEquals(url, DatabaseUrl.parse("postgres://ann:secret@h/tally?sslmode=require"));
    assertEquals(
        url,
        DatabaseUrl.parse("jdbc:postgresql://h/tally?user=ann&password=secret&sslmode=require"));
    assertEquals(url, DatabaseUrl.parse("jdbc:postgresql://ann:secret@h/tally?sslmode=require"));
  }

  @Test
  void neonsUrlIsUnderstood() {
    var url =
        DatabaseUrl.parse(
            "postgresql://neondb_owner:npg_x@ep-cool-rain-123-pooler.eu-central-1.aws.neon.tech"
                + "/neondb?sslmode=require&channel_binding=require");

    assertEquals(
        "jdbc:postgresql://ep-cool-rain-123-pooler.eu-central-1.aws.neon.tech:5432/neondb",
        url.jdbcUrl());
    assertEquals(Map.of("sslmode", "require", "channelBinding", "require"), url.parameters());
  }

  @Test
  void userPasswordAndDatabaseArePercentDecoded() {
    var url = DatabaseUrl.parse("postgresql://us%40er:p%3Aa%2Fs%25s%20%C3%A9%3f@h/my%20base");

    assertEquals("us@er", url.user());
    assertEquals("p:a/s%s é?", url.password());
    assertEquals("my base", url.database());
    assertEquals("jdbc:postgresql://h:5432/my+base", url.jdbcUrl());
  }

  @Test
  void aPasswordMayHoldColonsQuestionMarksPlusesAndUnencodedLetters() {
    assertEquals("a:b?c+ü=&#", password("postgresql://ann:a:b?c+ü=&#@h/tally"));
    assertEquals("ü é", password("postgresql://ann:ü%20é@h/tally"));
  }

  @Test
  void aPlusIsASpaceInAJdbcUrlOnly() {
    assertEquals("a b", password("jdbc:postgresql://h/tally?user=ann&password=a+b"));
    assertEquals("a+b", password("jdbc:postgresql://h/tally?user=ann&password=a%2Bb"));
    assertEquals("a+b", password("postgresql://h/tally?user=ann&password=a+b"));
  }

  @Test
  void loginAndPlaceMayBeParameters() {
    var url =
        DatabaseUrl.parse("postgresql:///?host=a,b&port=1,2&user=ann&password=s%26t&dbname=tally");

    assertEquals(DatabaseUrl.parse("postgresql://ann:s%26t@a:1,b:2/tally"), url);
    assertEquals("a:7,b:7", hosts("postgresql:///tally?host=a,b&port=7"));
    assertEquals("a:5432,b:5432", hosts("postgresql:///tally?host=a,b"));
  }

  @Test
  void whatIsNotGivenIsAsWithLibpq() {
    var me = System.getProperty("user.name");

    assertEquals("ann", DatabaseUrl.parse("postgresql://ann@h").database());
    assertEquals("ann", DatabaseUrl.parse("postgresql://ann@h/").database());
    assertEquals("ann", DatabaseUrl.parse("postgresql://h?user=ann").database());
    assertEquals(me, DatabaseUrl.parse("postgresql://h").user());
    assertEquals(me, DatabaseUrl.parse("postgresql://").database());
    assertEquals("localhost:5432", hosts("postgresql://"));
    assertEquals("localhost:5432", hosts("postgresql:///tally"));
    assertEquals("localhost:6000", hosts("postgresql://:6000/tally"));
    assertEquals("h:5432", hosts("postgresql://h:/tally"));
    assertNull(password("postgresql://ann@h/tally"));
    assertNull(password("postgresql://ann:@h/tally"));
  }

  @Test
  void severalHostsKeepTheirOrderAndPorts() {
    assertEquals("a:5433,b:5432,c:1", hosts("postgresql://ann@a:5433,b,c:1/tally"));
  }

  @Test
  void ipv6AddressesAreInBrackets() {
    assertEquals("[::1]:5432", hosts("postgresql://ann@[::1]/tally"));
    assertEquals("[::1]:5433,b:5432", hosts("postgresql://ann@[::1]:5433,b/tally"));
    assertEquals("[fe80::1]:5432", hosts("postgresql:///tally?host=fe80::1"));
  }

  @Test
  void libpqsParametersBecomePgjdbcs() {
    assertEquals(
        Map.of(
            "ApplicationName", "a b",
            "connectTimeout", "3",
            "options", "-c search_path=x",
            "sslNegotiation", "direct",
            "sslmode", "verify-full",
            "sslrootcert", "/etc/ca.pem",
            "requireAuth", "scram-sha-256",
            "tcpKeepAlive", "true"),
        parameters(
            "application_name=a%20b&connect_timeout=3&options=-c%20search_path%3Dx"
                + "&sslnegotiation=direct&sslmode=verify-full&sslrootcert=/etc/ca.pem"
                + "&require_auth=scram-sha-256&keepalives=1&keepalives_idle=30&client_encoding=UTF8"));
    assertEquals(Map.of("loadBalanceHosts", "true"), parameters("load_balance_hosts=random"));
    assertEquals(Map.of("connectTimeout", "0"), parameters("connect_timeout=-1"));
  }

  @Test
  void sessionAttributesAreTranslated() {
    assertEquals("primary", targetServerType("read-write"));
    assertEquals("primary", targetServerType("primary"));
    assertEquals("secondary", targetServerType("read-only"));
    assertEquals("secondary", targetServerType("standby"));
    assertEquals("preferSecondary", targetServerType("prefer-standby"));
    assertEquals("any", targetServerType("any"));
  }

  @Test
  void pgjdbcsOwnParametersPassUnchanged() {
    assertEquals(
        Map.of("prepareThreshold", "0", "socketTimeout", "10"),
        parameters("prepareThreshold=0&socketTimeout=10"));
  }

  @Test
  void theFallbackNameCountsOnlyWithoutAName() {
    assertEquals(Map.of("ApplicationName", "b"), parameters("fallback_application_name=b"));
    assertEquals(
        Map.of("ApplicationName", "a"),
        parameters("application_name=a&fallback_application_name=b"));
  }

  @Test
  void aRootCertificateIsUsedAlsoWhereTlsIsOnlyRequired() {
    assertEquals(
        Map.of("sslmode", "verify-ca", "sslrootcert", "/ca.pem"),
        parameters("sslmode=require&sslrootcert=/ca.pem"));
  }

  @Test
  void theSystemsRootCertificatesAreJavas() {
    var java =
        Map.of(
            "sslmode", "verify-full",
            "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");

    assertEquals(java, parameters("sslrootcert=system"));
    assertEquals(java, parameters("sslmode=verify-full&sslrootcert=system"));
    assertEquals(
        "has sslrootcert=system, which needs sslmode=verify-full",
        fault("postgresql://h/tally?sslmode=require&sslrootcert=system"));
  }

  @Test
  void sslTrueMeansWhatItsSchemeSays() {
    assertEquals(Map.of("sslmode", "require"), parameters("ssl=true"));
    assertEquals(
        Map.of("ssl", "true"),
        DatabaseUrl.parse("jdbc:postgresql://h/tally?ssl=true").parameters());
  }

  @Test
  void anotherDatabaseKeepsEverythingElse() {
    var url = DatabaseUrl.parse("postgresql://ann:secret@a,b:1/tally?sslmode=require");

    assertEquals(
        DatabaseUrl.parse("postgresql://ann:secret@a,b:1/other?sslmode=require"),
        url.withDatabase("other"));
  }

  @Test
  void noSecretIsShown() {
    var url = DatabaseUrl.parse("postgresql://ann:hush@h/tally?sslpassword=hush2");

    assertEquals("postgresql://ann@h:5432/tally", url.toString());
  }

  @Test
  void whatIsNotUnderstoodIsSaidInWords() {
    assertEquals(
        "must begin with postgresql://, postgres:// or jdbc:postgresql://",
        fault("mysql://ann:hush@h/tally"));
    assertEquals("has a parameter that is unknown: sslmod", fault("postgresql://h/t?sslmod=x"));
    assertEquals(
        "has a sslmode that is none of disable, allow, prefer, require, verify-ca, verify-full",
        fault("postgresql://h/tally?sslmode=yes"));
    assertEquals(
        "has a channelBinding that is none of disable, prefer, require",
        fault("postgresql://h/tally?channel_binding=always"));
    assertEquals(
        "has a target_session_attrs that is none of any, prefer-standby, primary, read-only,"
            + " read-write, standby",
        fault("postgresql://h/tally?target_session_attrs=master"));
    assertEquals("names 2 hosts but 3 ports", fault("postgresql:///t?host=a,b&port=1,2,3"));
    assertTrue(fault("postgresql://h/t?sslmode").startsWith("has a parameter that is not of"));
    assertTrue(fault("postgresql://h/t?connect_timeout=soon").startsWith("has a connect_timeout"));
    assertTrue(fault("postgresql://[::1/t").startsWith("has an IPv6 address without"));
    assertTrue(fault("postgresql://[::1]5432/t").startsWith("has something else than a colon"));
    assertTrue(fault("postgresql://h:0/t").startsWith("has a port that is not a number"));
    assertTrue(fault("postgresql://h:65536/t").startsWith("has a port that is not a number"));
    assertTrue(fault("postgresql://a b/t").startsWith("has a host with a character"));
  }

  @Test
  void aUnixSocketIsRefusedWithWhatToGiveInstead() {
    var message =
        "names a Unix socket, which Java does not connect to: give a host name or an address, such"
            + " as 127.0.0.1";

    assertEquals(message, fault("postgresql://%2Fvar%2Frun%2Fpostgresql/tally"));
    assertEquals(message, fault("postgresql:///tally?host=/cloudsql/project:region:name"));
  }

  @Test
  void noFaultTellsAPartOfThePassword() {
    for (var url :
        new String[] {
          "ann:hush@h/tally",
          "postgresql://ann:hu/hush@h/tally",
          "postgresql://ann:5/hush@h/tally",
          "postgresql://ann:5/?hush=hush@h/tally",
          "postgresql://ann:x@hush@h/tally",
          "postgresql://ann:hush%@h/tally",
          "postgresql://ann:hush%2@h/tally",
          "postgresql://ann:hush%zz@h/tally",
          "postgresql://ann:hush%00@h/tally",
          "postgresql://ann:hush%ff@h/tally",
          "postgresql://h?password=hush@hush",
          "postgresql://h/tally?password",
          "postgresql://ann:hush@h:hush/tally",
          "postgresql://ann:hush@h/tally?pass-hush=1",
        }) {
      assertFalse(fault(url).contains("hush"), url);
    }
  }

  private static String hosts(String url) {
    return DatabaseUrl.parse(url).hosts();
  }

  private static @Nullable String password(String url) {
    return DatabaseUrl.parse(url).password();
  }

  private static Map<String, String> parameters(String query) {
    return DatabaseUrl.parse("postgresql://ann@h/tally?" + query).parameters();
  }

  private static @Nullable String targetServerType(String attributes) {
    return parameters("target_session_attrs=" + attributes).get("targetServerType");
  }

  private static String fault(String url) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(url), url);
    return Objects.requireNonNull(thrown.getMessage());
  }
}
