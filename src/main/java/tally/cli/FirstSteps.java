package tally.cli;

import java.util.UUID;

/**
 * Two requests to paste, for whoever has just started a server with the embedded database. The
 * address that they register is a new one each time, so that they work after every start.
 */
final class FirstSteps {
  private FirstSteps() {}

  static String at(String address) {
    return """
    Try it:
      curl -s -c tally.cookies %1$s/api/auth/register -H 'Content-Type: application/json' \\
        -d '{"email": "%2$s@example.com", "password": "a first long password"}'
      curl -s -b tally.cookies %1$s/api/tasks -H 'Content-Type: application/json' -d '{"title": "try Tally"}'"""
        .formatted(address, someone());
  }

  private static String someone() {
    return "you-" + UUID.randomUUID().toString().substring(0, 6);
  }
}
