package tally.http;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a client is told when it does not get what it asked for: one class for each code of the
 * contract. Thrown anywhere in a request, mapped to {@code application/problem+json} (RFC 9457) in
 * one place. An expected outcome, so it carries no stack trace.
 */
public abstract sealed class Problem extends RuntimeException {
  private final int status;
  private final String code;

  private Problem(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  public final int status() {
    return status;
  }

  /** The stable name by which programs tell problems apart. */
  public final String code() {
    return code;
  }

  /** One sentence for a person, without anything of what was sent. */
  public final String detail() {
    return String.valueOf(getMessage());
  }

  /** The code as a URI. */
  final String type() {
    return "urn:tally:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The code as words. */
  final String title() {
    return code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Headers that the status calls for. */
  Map<String, String> headers() {
    return Map.of();
  }

  /** What is wrong in the body, field by field. */
  List<Fault> faults() {
    return List.of();
  }

  /**
   * One field that cannot be accepted.
   *
   * @param pointer where it is in the body, as a JSON pointer (RFC 6901)
   * @param detail what is wrong with it
   */
  public record Fault(String pointer, String detail) {}

  /** 400: not JSON, a bad URL, bad UTF-8. */
  public static final class MalformedRequest extends Problem {
    public MalformedRequest(String detail) {
      this(400, detail);
    }

    /** For what HTTP has a status of its own: 408, 414, 431, 505 … */
    MalformedRequest(int status, String detail) {
      super(status, "MALFORMED_REQUEST", detail);
    }
  }

  /** 400: a query parameter, a cursor, an id in the path. */
  public static final class InvalidParameter extends Problem {
    public InvalidParameter(String detail) {
      super(400, "INVALID_PARAMETER", detail);
    }
  }

  /** 401: no credential. */
  public static final class Unauthorized extends Problem {
    public Unauthorized() {
      super(401, "UNAUTHORIZED", "Log in first: this needs an access token.");
    }

    @Override
    Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"tally\"");
    }
  }

  /** 401: a token that does not count, for whatever reason. */
  public static final class InvalidToken extends Problem {
    public InvalidToken() {
      super(401, "INVALID_TOKEN", "The access token is not valid. Log in again.");
    }

    @Override
    Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"tally\", error=\"invalid_token\"");
    }
  }

  /** 401: the token's time is over. */
  public static final class SessionExpired extends Problem {
    public SessionExpired() {
      super(401, "SESSION_EXPIRED", "The session has expired. Log in again.");
    }

    @Override
    Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"tally\", error=\"invalid_token\"");
    }
  }

  /** 401: login. The same for an unknown address, a wrong password and an inactive user. */
  public static final class InvalidCredentials extends Problem {
    public InvalidCredentials() {
      super(401, "INVALID_CREDENTIALS", "The e-mail address or the password is wrong.");
    }

    @Override
    Map<String, String> headers() {
      return Map.of("WWW-Authenticate", "Bearer realm=\"tally\"");
    }
  }

  /** 403: understood, and refused. */
  public static final class Forbidden extends Problem {
    public Forbidden(String detail) {
      super(403, "FORBIDDEN", detail);
    }
  }

  /** 404: no such path. */
  public static final class NotFound extends Problem {
    public NotFound() {
      super(404, "NOT_FOUND", "There is nothing at this address.");
    }
  }

  /** 404: no such task of the caller's. */
  public static final class TaskNotFound extends Problem {
    public TaskNotFound() {
      super(404, "TASK_NOT_FOUND", "There is no such task.");
    }
  }

  /** 404: no such conversation of the caller's. */
  public static final class ConversationNotFound extends Problem {
    public ConversationNotFound() {
      super(404, "CONVERSATION_NOT_FOUND", "There is no such conversation.");
    }
  }

  /** 404: no such message in the caller's conversation. */
  public static final class MessageNotFound extends Problem {
    public MessageNotFound() {
      super(404, "MESSAGE_NOT_FOUND", "There is no such message.");
    }
  }

  /** 405: the path exists, the method does not. */
  public static final class MethodNotAllowed extends Problem {
    private final String allow;

    /**
     * @param methods those that exist
     */
    public MethodNotAllowed(Collection<String> methods) {
      super(405, "METHOD_NOT_ALLOWED", "This address does not take this method.");
      this.allow = String.join(", ", new TreeSet<>(methods));
    }

    @Override
    Map<String, String> headers() {
      return Map.of("Allow", allow);
    }
  }

  /** 409: the address is registered. */
  public static final class EmailAlreadyExists extends Problem {
    public EmailAlreadyExists() {
      super(409, "EMAIL_ALREADY_EXISTS", "A user with this e-mail address exists already.");
    }
  }

  /** 409: a request with this key is under way. */
  public static final class IdempotencyInProgress extends Problem {
    public IdempotencyInProgress() {
      super(
          409,
          "IDEMPOTENCY_IN_PROGRESS",
          "A request with this Idempotency-Key is still running. Send it again in a moment.");
    }

    @Override
    Map<String, String> headers() {
      return Map.of("Retry-After", "1");
    }
  }

  /** 412: it changed since the caller saw it. */
  public static final class PreconditionFailed extends Problem {
    public PreconditionFailed() {
      super(412, "PRECONDITION_FAILED", "It has changed meanwhile. Get it again, then decide.");
    }
  }

  /** 413: the body is too long. */
  public static final class PayloadTooLarge extends Problem {
    public PayloadTooLarge() {
      super(413, "PAYLOAD_TOO_LARGE", "The body is longer than 1 MiB.");
    }
  }

  /** 415: the body is not JSON, or is coded. */
  public static final class UnsupportedMediaType extends Problem {
    private final Map<String, String> headers;

    /** Not JSON. */
    public UnsupportedMediaType() {
      this(
          "Send JSON in UTF-8, with Content-Type: application/json.",
          Map.of("Accept", "application/json"));
    }

    private UnsupportedMediaType(String detail, Map<String, String> headers) {
      super(415, "UNSUPPORTED_MEDIA_TYPE", detail);
      this.headers = headers;
    }

    /** Compressed or the like; the answer says what is taken (RFC 9110, 15.5.16). */
    static UnsupportedMediaType coded() {
      return new UnsupportedMediaType(
          "Send the body as it is, without a Content-Encoding.",
          Map.of("Accept-Encoding", "identity"));
    }

    @Override
    Map<String, String> headers() {
      return headers;
    }
  }

  /** 422: JSON, but not what the route takes. */
  public static final class Validation extends Problem {
    private final transient List<Fault> faults;

    public Validation(List<Fault> faults) {
      super(422, "VALIDATION_ERROR", "Some fields are not acceptable; see errors.");
      this.faults = List.copyOf(faults);
    }

    @Override
    List<Fault> faults() {
      return faults;
    }
  }

  /** 422: the key belongs to another request. */
  public static final class IdempotencyKeyReused extends Problem {
    public IdempotencyKeyReused() {
      super(
          422,
          "IDEMPOTENCY_KEY_REUSED",
          "This Idempotency-Key stands for another request. Take a new key for a new request.");
    }
  }

  /** 429: too many requests, or too many wrong passwords. */
  public static final class RateLimited extends Problem {
    private final long seconds;

    /**
     * @param detail what there was too much of
     * @param wait until when it makes no sense to come back; told in whole seconds, 1 or more
     */
    public RateLimited(String detail, Duration wait) {
      super(429, "RATE_LIMITED", detail);
      this.seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    }

    @Override
    Map<String, String> headers() {
      return Map.of("Retry-After", Long.toString(seconds));
    }
  }

  /** 500: a defect of the server. */
  public static final class Defect extends Problem {
    public Defect() {
      super(
          500, "INTERNAL_ERROR", "The server failed. The request id finds the reason in its log.");
    }
  }

  /** 503: the database is gone or busy, or the server is shutting down. */
  public static final class ServiceUnavailable extends Problem {
    private final int seconds;

    /** For what is likely to be over in a moment. */
    public ServiceUnavailable(String detail) {
      this(detail, 1);
    }

    /**
     * @param seconds after which it is worth another try
     */
    ServiceUnavailable(String detail, int seconds) {
      super(503, "SERVICE_UNAVAILABLE", detail);
      this.seconds = seconds;
    }

    @Override
    Map<String, String> headers() {
      return Map.of("Retry-After", Integer.toString(seconds));
    }
  }
}
