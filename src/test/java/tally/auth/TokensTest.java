package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tally.http.Caller;
import tally.http.Problem;

class TokensTest {
  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  private static final byte[] SECRET = bytes("the secret of these tests, 32 bytes or more");
  private static final byte[] OTHER = bytes("another secret of theirs, 32 bytes or more");
  private static final Caller ANN = new Caller(UUID.randomUUID(), UUID.randomUUID());

  private final Tokens tokens = tokensAt(NOW, SECRET);

  @Test
  void whoseTokenItIsComesBack() {
    assertEquals(ANN, tokens.verify(token()));
  }

  @Test
  void itSaysWhatItIs() {
    var token = JWT.decode(token());

    assertEquals("HS256", token.getAlgorithm());
    assertEquals("at+jwt", token.getType());
    assertEquals(NOW, token.getIssuedAtAsInstant());
    assertEquals(NOW.plus(Duration.ofHours(24)), token.getExpiresAtAsInstant());
    assertEquals("tally", token.getIssuer());
    assertEquals(List.of("tally"), token.getAudience());
  }

  @Test
  void itIsOverInTimeAlsoWhereItWasSeenBefore() {
    var now = new AtomicReference<>(NOW);
    InstantSource source = now::get;
    var seeing = new Tokens(List.of(SECRET), source.withZone(ZoneOffset.UTC));
    var token = seeing.sign(ANN, seeing.expiry());
    assertEquals(ANN, seeing.verify(token));
    now.set(NOW.plus(Duration.ofHours(24)).minusSeconds(1));
    assertEquals(ANN, seeing.verify(token));

    now.set(NOW.plus(Duration.ofHours(24)).plusSeconds(1));

    assertThrows(Problem.SessionExpired.class, () -> seeing.verify(token));
  }

  @Test
  void itCountsUntilItsTimeIsOver() {
    var token = token();

    assertEquals(
        ANN, tokensAt(NOW.plus(Duration.ofHours(24)).minusSeconds(1), SECRET).verify(token));
    assertThrows(
        Problem.SessionExpired.class,
        () -> tokensAt(NOW.plus(Duration.ofHours(24)).plusSeconds(1), SECRET).verify(token));
  }

  @Test
  void aClockThatIsAMinuteBehindIsForgiven() {
    var token = token();

    assertEquals(ANN, tokensAt(NOW.minusSeconds(50), SECRET).verify(token));
    assertInvalid(tokensAt(NOW.minusSeconds(70), SECRET), token);
  }

  @Test
  void anEarlierSecretVerifiesAndTheNewOneSigns() {
    var rotated = tokensAt(NOW, OTHER, SECRET);

    assertEquals(ANN, rotated.verify(token()));
    assertEquals(ANN, tokensAt(NOW, OTHER).verify(rotated.sign(ANN, rotated.expiry())));
    assertInvalid(tokens, rotated.sign(ANN, rotated.expiry()));
  }

  @Test
  void aSignatureOfAnotherSecretIsRefusedWhateverItsKeyIdSays() {
    assertInvalid(tokens, forged(token -> {}, Algorithm.HMAC256(OTHER)));
  }

  @Test
  void everyOtherAlgorithmIsRefused() {
    assertInvalid(tokens, forged(token -> {}, Algorithm.HMAC512(SECRET)));
    assertInvalid(tokens, forged(token -> {}, Algorithm.HMAC384(SECRET)));
    assertInvalid(tokens, forged(token -> {}, Algorithm.none()));
  }

  @Test
  void whatIsSignedButLacksAClaimOrHasAForeignOneIsRefused() {
    // The template itself is accepted, so each of these is refused for its own reason.
    assertEquals(ANN, tokens.verify(forged(token -> {}, Algorithm.HMAC256(SECRET))));

    for (var claim : List.of("sub", "sid", "iss", "aud", "iat", "exp")) {
      assertInvalid(tokens, signed(token -> token.withNullClaim(claim)));
    }
    assertInvalid(tokens, signed(token -> token.withAudience("another")));
    assertInvalid(tokens, signed(token -> token.withIssuer("another")));
    assertInvalid(tokens, signed(token -> token.withSubject("ann")));
    assertInvalid(tokens, signed(token -> token.withSubject("1-1-1-1-1")));
    assertInvalid(tokens, signed(token -> token.withClaim("sid", 7)));
    assertInvalid(tokens, signed(token -> token.withKeyId("another")));
    assertInvalid(tokens, signed(token -> token.withHeader(Map.of("typ", "JWT"))));
    assertInvalid(tokens, signed(token -> token.withHeader(Map.of("crit", List.of("exp")))));
    assertInvalid(tokens, signed(token -> token.withNotBefore(NOW.plusSeconds(600))));
  }

  @Test
  void aChangedTokenIsRefused() {
    var parts = token().split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    var changed = claims.replace(ANN.userId().toString(), UUID.randomUUID().toString());
    var payload = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(changed));

    assertInvalid(tokens, parts[0] + "." + payload + "." + parts[2]);
    assertInvalid(tokens, parts[0] + "." + parts[1] + ".");
    assertInvalid(tokens, parts[0] + "." + parts[1]);
  }

  @Test
  void noOtherWayToWriteTheSignatureIsTaken() {
    var token = token();
    var last = token.charAt(token.length() - 1);
    var rest = token.substring(0, token.length() - 1);
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
        .chars()
        .filter(c -> c != last)
        .forEach(c -> assertInvalid(tokens, rest + (char) c));
    assertInvalid(tokens, token + "=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "a.b.c",
        "e30.e30.e30",
        "e30.e30.",
        "bnVsbA.bnVsbA.e30",
        "\0",
        "\uD83D"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertInvalid(tokens, text);
  }

  private String token() {
    return tokens.sign(ANN, tokens.expiry());
  }

  private String signed(Consumer<JWTCreator.Builder> change) {
    return forged(change, Algorithm.HMAC256(SECRET));
  }

  /** A token as ours are, but for a change. */
  private String forged(Consumer<JWTCreator.Builder> change, Algorithm algorithm) {
    var token =
        JWT.create()
            .withHeader(Map.of("typ", "at+jwt"))
            .withKeyId(JWT.decode(token()).getKeyId())
            .withIssuer("tally")
            .withAudience("tally")
            .withSubject(ANN.userId().toString())
            .withClaim("sid", ANN.sessionId().toString())
            .withIssuedAt(NOW)
            .withExpiresAt(NOW.plusSeconds(60));
    change.accept(token);
    return token.sign(algorithm);
  }

  private static void assertInvalid(Tokens tokens, String token) {
    assertThrows(Problem.InvalidToken.class, () -> tokens.verify(token));
  }

  private static Tokens tokensAt(Instant time, byte[]... secrets) {
    return new Tokens(List.of(secrets), Clock.fixed(time, ZoneOffset.UTC));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
