package tally.http;

import io.javalin.http.Context;

/** Finds out who asks. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The owner of the credential in the request.
   *
   * @throws Problem if there is none, or it does not count
   */
  Caller authenticate(Context ctx);
}
