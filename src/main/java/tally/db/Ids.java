package tally.db;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;

/** Ids of new rows. */
public final class Ids {
  private static final TimeBasedEpochRandomGenerator GENERATOR =
      Generators.timeBasedEpochRandomGenerator();

  private Ids() {}

  /** A UUID version 7 (RFC 9562): later ones sort later, so indexes grow at their end. */
  public static UUID next() {
    return GENERATOR.generate();
  }
}
