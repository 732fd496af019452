package tally.cli;

import org.jspecify.annotations.Nullable;

/** Which release this is. */
final class Version {
  private Version() {}

  /** As the jar's manifest has it. */
  static String text() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
