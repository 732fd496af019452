package tally.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tally.http.Caller;
import tally.http.Problem;

/** Access tokens: JWTs (RFC 7519, 9068) signed with HS256. Nothing else is taken for one. */
final class Tokens {
  static final Duration LIFETIME = Duration.ofHours(24);

  private static final String ISSUER = "tally";
  private static final String AUDIENCE = "tally";
  private static final String TYPE = "at+jwt";
  private static final String SESSION = "sid";

  /** An object's beginning in Base64, with which the header of every token of ours begins. */
  private static final String HEADER_BEGINS = "eyJ";

  /** What the clocks of two replicas may differ by. */
  private static final long LEEWAY_SECONDS = 60;

  private static final int MOST_VERIFIED = 5000;

  private final Clock clock;
  private final String signingKey;
  private final Algorithm signing;
  private final Map<String, JWTVerifier> verifiers = new LinkedHashMap<>();

  /** What was found of tokens that come again and again: it stays so until they expire. */
  private final Map<String, Verified> verified = new ConcurrentHashMap<>();

  /**
   * @param secrets 32 bytes or more each, newest first: it signs, all verify
   */
  Tokens(List<byte[]> secrets, Clock clock) {
    this.clock = clock;
    this.signing = Algorithm.HMAC256(secrets.get(0));
    this.signingKey = keyId(secrets.get(0));
    for (byte[] secret : secrets) {
      verifiers.putIfAbsent(keyId(secret), verifier(Algorithm.HMAC256(secret), clock));
    }
  }

  /** The token of a session that ends at that moment. */
  String sign(Caller caller, Instant expiresAt) {
    return JWT.create()
        .withHeader(Map.of("typ", TYPE))
        .withKeyId(signingKey)
        .withIssuer(ISSUER)
        .withAudience(AUDIENCE)
        .withSubject(caller.userId().toString())
        .withClaim(SESSION, caller.sessionId().toString())
        .withIssuedAt(clock.instant())
        .withExpiresAt(expiresAt)
        .sign(signing);
  }

  /** When a token that is signed now ends; whole seconds, as its claim has them. */
  Instant expiry() {
    return clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Whose token it is. Whether the session lives is another question.
   *
   * @throws Problem.SessionExpired if it is ours, and its time is over
   * @throws Problem.InvalidToken if it is anything else
   */
  Caller verify(String token) {
    var known = verified.get(token);
    if (known != null && clock.instant().isBefore(known.expiresAt)) {
      return known.caller;
    }
    var found = check(token);
    if (verified.size() >= MOST_VERIFIED) {
      verified.clear();
    }
    verified.put(token, found);
    return found.caller;
  }

  private record Verified(Caller caller, Instant expiresAt) {}

  private Verified check(String token) {
    if (!token.startsWith(HEADER_BEGINS)) {
      // Before the library sees it, which takes the JSON text null for an object.
      throw new Problem.InvalidToken();
    }
    try {
      DecodedJWT unverified = JWT.decode(token);
      var verifier = verifiers.get(String.valueOf(unverified.getKeyId()));
      if (verifier == null
          || !isAccessToken(unverified)
          || !isCanonical(unverified.getSignature())) {
        throw new Problem.InvalidToken();
      }
      DecodedJWT claims = verifier.verify(unverified);
      // To the library a claim that is null is present.
      if (claims.getExpiresAtAsInstant() == null || claims.getIssuedAtAsInstant() == null) {
        throw new Problem.InvalidToken();
      }
      var caller = new Caller(id(claims.getSubject()), id(claims.getClaim(SESSION).asString()));
      return new Verified(caller, claims.getExpiresAtAsInstant());
    } catch (TokenExpiredException e) {
      throw new Problem.SessionExpired();
    } catch (JWTVerificationException | IllegalArgumentException e) {
      throw new Problem.InvalidToken();
    }
  }

  private static boolean isAccessToken(DecodedJWT token) {
    return "HS256".equals(token.getAlgorithm())
        && TYPE.equalsIgnoreCase(token.getType())
        // None is understood, so any of them makes the token invalid (RFC 7515, 4.1.11).
        && token.getHeaderClaim("crit").isMissing();
  }

  /**
   * The last character of Base64 may carry bits that nothing reads, so that others would do too.
   */
  private static boolean isCanonical(String base64) {
    byte[] bytes = Base64.getUrlDecoder().decode(base64);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64);
  }

  private static UUID id(@Nullable String text) {
    if (text == null || text.length() != 36) {
      throw new IllegalArgumentException("not a UUID");
    }
    return UUID.fromString(text);
  }

  private static JWTVerifier verifier(Algorithm algorithm, Clock clock) {
    var verification =
        JWT.require(algorithm)
            .withIssuer(ISSUER)
            .withAudience(AUDIENCE)
            .withClaimPresence("sub")
            .withClaimPresence(SESSION)
            .withClaimPresence("iat")
            .withClaimPresence("exp")
            .acceptIssuedAt(LEEWAY_SECONDS);
    return ((JWTVerifier.BaseVerification) verification).build(clock);
  }

  /** A name for a secret that tells nothing of it. */
  private static String keyId(byte[] secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal("kid".getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
