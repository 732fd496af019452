package tally.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param check its name, a word
 * @param message what is so, and where something is wrong, what to do
 */
record Finding(String check, Verdict verdict, String message) {
  /** How bad it is. */
  enum Verdict {
    OK,
    /** To be known, and right in some places. */
    REMARK,
    FAULT;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Verdict.OK, message);
  }

  static Finding remark(String check, String message) {
    return new Finding(check, Verdict.REMARK, message);
  }

  static Finding fault(String check, String message) {
    return new Finding(check, Verdict.FAULT, message);
  }

  boolean isFault() {
    return verdict == Verdict.FAULT;
  }

  /** For people: {@code FAULT clock …}. */
  String line() {
    var word = isFault() ? "FAULT" : verdict.word();
    return "%-7s %-9s %s".formatted(word, check, message);
  }
}
