package tally.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hexadecimal digits in lower case. */
final class Sha256 {
  private static final String DIGITS = "0123456789abcdef";

  private Sha256() {}

  static String hex(String text) {
    byte[] hash = digest().digest(text.getBytes(UTF_8));
    char[] hex = new char[2 * hash.length];
    for (int i = 0; i < hash.length; i++) {
      hex[2 * i] = DIGITS.charAt((hash[i] >> 4) & 0xF);
      hex[2 * i + 1] = DIGITS.charAt(hash[i] & 0xF);
    }
    return new String(hex);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform has it, by its specification.
      throw new IllegalStateException(e);
    }
  }
}
