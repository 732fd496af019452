package tally.http;

import java.time.Duration;

/**
 * How long the server waits for a client.
 *
 * @param head for the head of a request to come to its end, on an open connection
 * @param body for a body, from the end of the head
 * @param silence for anything at all to be sent or taken, where something is awaited
 */
public record Patience(Duration head, Duration body, Duration silence) {
  /** As long as a slow line may need. */
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
