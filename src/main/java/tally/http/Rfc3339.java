package tally.http;

import java.time.Instant;
import java.time.ZoneOffset;

/** Times on the wire: UTC, {@code Z}, six digits, as PostgreSQL keeps them (RFC 3339). */
final class Rfc3339 {
  private Rfc3339() {}

  /** For example {@code 2026-11-20T05:46:21.000120Z}; the year has four digits. */
  static String format(Instant time) {
    var utc = time.atOffset(ZoneOffset.UTC);
    // By hand: a formatter takes several times as long, and lists are full of times.
    var text = new char[27];
    digits(text, 0, 4, utc.getYear());
    text[4] = '-';
    digits(text, 5, 2, utc.getMonthValue());
    text[7] = '-';
    digits(text, 8, 2, utc.getDayOfMonth());
    text[10] = 'T';
    digits(text, 11, 2, utc.getHour());
    text[13] = ':';
    digits(text, 14, 2, utc.getMinute());
    text[16] = ':';
    digits(text, 17, 2, utc.getSecond());
    text[19] = '.';
    digits(text, 20, 6, utc.getNano() / 1000);
    text[26] = 'Z';
    return new String(text);
  }

  private static void digits(char[] text, int from, int count, int value) {
    int rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
