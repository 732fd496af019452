package tally.migrate.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hexadecimal digits in lower case.
 *
 * <p>The one of the Java platform costs a fresh JVM 15 ms before its first digest (measured: it
 * loads security providers and generates method handles), which is a tenth of a run at head.
 * Nothing secret is hashed here.
 */
public final class Sha256 {
  private static final int BLOCK = 64;
  private static final String DIGITS = "0123456789abcdef";

  // The fractional parts of the square roots of the first 8 primes.
  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  // The fractional parts of the cube roots of the first 64 primes.
  private static final int[] ROUNDS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final int[] state = START.clone();
  private final int[] schedule = new int[ROUNDS.length];

  private Sha256() {}

  /** Of the text's UTF-8, in 64 lower-case digits. */
  public static String hex(String text) {
    var hash = new Sha256();
    byte[] message = padded(text.getBytes(UTF_8));
    for (int block = 0; block < message.length; block += BLOCK) {
      hash.expand(message, block);
      hash.compress();
    }
    return hash.hex();
  }

  /** The message, a one bit, zeros, and the message's length in bits in the last 8 bytes. */
  private static byte[] padded(byte[] message) {
    int length = (message.length + 1 + 8 + BLOCK - 1) / BLOCK * BLOCK;
    byte[] padded = Arrays.copyOf(message, length);
    padded[message.length] = (byte) 0x80;
    long bits = 8L * message.length;
    for (int i = 1; i <= 8; i++) {
      padded[length - i] = (byte) bits;
      bits >>>= 8;
    }
    return padded;
  }

  private void expand(byte[] message, int block) {
    int[] w = schedule;
    for (int i = 0; i < 16; i++) {
      int at = block + 4 * i;
      w[i] =
          message[at] << 24
              | (message[at + 1] & 0xFF) << 16
              | (message[at + 2] & 0xFF) << 8
              | (message[at + 3] & 0xFF);
    }
    for (int i = 16; i < w.length; i++) {
      int x = w[i - 15];
      int y = w[i - 2];
      int low = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
      int high = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
      w[i] = w[i - 16] + low + w[i - 7] + high;
    }
  }

  /** The letters are the standard's. */
  private void compress() {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < ROUNDS.length; i++) {
      int sumE = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      int sumA = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      int majority = (a & b) ^ (a & c) ^ (b & c);
      int t = h + sumE + ((e & f) ^ (~e & g)) + ROUNDS[i] + schedule[i];
      h = g;
      g = f;
      f = e;
      e = d + t;
      d = c;
      c = b;
      b = a;
      a = t + sumA + majority;
    }
    add(a, b, c, d, e, f, g, h);
  }

  private void add(int... working) {
    for (int i = 0; i < working.length; i++) {
      state[i] += working[i];
    }
  }

  private String hex() {
    char[] hex = new char[8 * state.length];
    for (int i = 0; i < hex.length; i++) {
      hex[i] = DIGITS.charAt(state[i / 8] >>> (28 - 4 * (i % 8)) & 0xF);
    }
    return new String(hex);
  }
}
