package tally;

/** How log lines look. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For programs: a JSON object a line. */
  JSON
}
