package tally.http;

/** The address or the port is not to be had. The message is meant to be shown as it is. */
public final class CannotListenException extends RuntimeException {
  CannotListenException(ListeningAddress address, Throwable cause) {
    super(
        "Cannot listen on %s, port %d: stop what uses it, or set PORT and HOST, or ADMIN_PORT."
            .formatted(address.host(), address.port()),
        cause);
  }
}
