package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import tally.RawHttp;
import tally.TestApp;
import tally.TestClient;

/** What an attacker makes of a token, sent to the real server. */
class TokenIT {
  private static final Algorithm SECRET =
      Algorithm.HMAC256(TestApp.SECRET.getBytes(StandardCharsets.UTF_8));

  @RegisterExtension private static final TestApp server = TestApp.start();
  private static DecodedJWT ann;
  private static DecodedJWT bob;

  @BeforeAll
  static void start() {
    ann = token(server.register());
    bob = token(server.register());
  }

  /** Signed with the right secret, so that only what is named is wrong with each. */
  @TestFactory
  Stream<DynamicTest> noOtherTokenLogsIn() {
    return Stream.of(
        refused("alg none", unsigned("none")),
        refused("alg None", unsigned("None")),
        refused("alg HS256, no signature", ann.getHeader() + "." + ann.getPayload() + "."),
        refused("HS384", forged(t -> {}, hmac384())),
        refused("another key", forged(t -> {}, Algorithm.HMAC256("x".repeat(32)))),
        refused("another key id", forged(t -> t.withKeyId("other"), SECRET)),
        refused("typ JWT", forged(t -> t.withHeader(Map.of("typ", "JWT")), SECRET)),
        refused("crit", forged(t -> t.withHeader(Map.of("crit", List.of("exp"))), SECRET)),
        refused("no exp", forged(t -> t.withNullClaim("exp"), SECRET)),
        refused("no sid", forged(t -> t.withNullClaim("sid"), SECRET)),
        refused("no sub", forged(t -> t.withNullClaim("sub"), SECRET)),
        refused("another audience", forged(t -> t.withAudience("other"), SECRET)),
        refused("another issuer", forged(t -> t.withIssuer("other"), SECRET)),
        refused("another's session", forged(t -> t.withSubject(bob.getSubject()), SECRET)),
        refused(
            "a session that never was",
            forged(t -> t.withClaim("sid", UUID.randomUUID().toString()), SECRET)),
        refused(
            "from the future", forged(t -> t.withIssuedAt(Instant.now().plusSeconds(300)), SECRET)),
        refused("a path for a key id", forged(t -> t.withKeyId("../../dev/null"), SECRET)));
  }

  @Test
  void theTemplateOfTheseTokensItselfLogsIn() {
    server.anonymous().bearer(forged(t -> {}, SECRET)).get("/api/auth/me").expect(200);
  }

  @Test
  void anExpiredTokenSaysSo() {
    var expired = forged(t -> t.withExpiresAt(Instant.now().minusSeconds(1)), SECRET);

    server.anonymous().bearer(expired).get("/api/auth/me").expect(401).code("SESSION_EXPIRED");
  }

  @Test
  void ofTwoCredentialsNoneCounts() {
    var header = "Authorization: Bearer " + ann.getToken() + "\r\n";
    var request = "GET /api/auth/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n";

    var one = RawHttp.send(server.port(), request.formatted(header));
    assertEquals("HTTP/1.1 200 OK", one.lines().findFirst().orElseThrow());
    var two =
        RawHttp.send(server.port(), request.formatted(header + "Authorization: Bearer x\r\n"));
    assertEquals("HTTP/1.1 401 Unauthorized", two.lines().findFirst().orElseThrow());
  }

  @Test
  void aTokenIsNotTakenFromTheUrl() {
    server
        .anonymous()
        .get("/api/auth/me?access_token=" + ann.getToken())
        .expect(401)
        .code("UNAUTHORIZED");
  }

  private static DynamicTest refused(String name, String token) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          server.anonymous().bearer(token).get("/api/auth/me").expect(401).code("INVALID_TOKEN");
          server
              .anonymous()
              .with("Cookie", "access_token=" + token)
              .get("/api/auth/me")
              .expect(401)
              .code("INVALID_TOKEN");
        });
  }

  private static String forged(Consumer<JWTCreator.Builder> change, Algorithm algorithm) {
    var token =
        JWT.create()
            .withHeader(Map.of("typ", "at+jwt"))
            .withKeyId(ann.getKeyId())
            .withIssuer("tally")
            .withAudience("tally")
            .withSubject(ann.getSubject())
            .withClaim("sid", ann.getClaim("sid").asString())
            .withIssuedAt(Instant.now())
            .withExpiresAt(Instant.now().plusSeconds(60));
    change.accept(token);
    return token.sign(algorithm);
  }

  private static Algorithm hmac384() {
    return Algorithm.HMAC384(TestApp.SECRET.getBytes(StandardCharsets.UTF_8));
  }

  private static String unsigned(String algorithm) {
    var header =
        "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(algorithm, ann.getKeyId());
    var encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
    return encoded + "." + ann.getPayload() + ".";
  }

  private static DecodedJWT token(TestClient client) {
    return JWT.decode(client.header("Authorization").substring("Bearer ".length()));
  }
}
