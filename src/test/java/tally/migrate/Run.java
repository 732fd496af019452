package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How a command ended and what it printed. */
record Run(int status, String out, String err) {
  Run exits(int expected) {
    assertEquals(expected, status, () -> "standard output:\n" + out + "standard error:\n" + err);
    return this;
  }

  /** All of standard output, without the last line's end. */
  Run prints(String expected) {
    assertEquals(expected, out.stripTrailing());
    return this;
  }

  Run says(String part) {
    assertTrue(err.contains(part), () -> "«" + part + "» is not in:\n" + err);
    return this;
  }
}
