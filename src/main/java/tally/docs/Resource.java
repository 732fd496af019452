package tally.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What is packed into the jar. */
final class Resource {
  private Resource() {}

  static byte[] bytes(String name) {
    try (var in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
