package tally.migrate.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void theExampleOfTheStandardHasItsDigest() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.hex("abc"));
  }

  @Test
  void everyLengthHasTheDigestThatThePlatformGives() throws Exception {
    var random = RandomGenerator.of("L64X128MixRandom");
    var text = new StringBuilder();
    for (int length = 0; length < 300; length++) {
      byte[] platform =
          MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
      assertEquals(HexFormat.of().formatHex(platform), Sha256.hex(text.toString()));
      text.appendCodePoint(random.nextInt(1, 0x3000));
    }
  }
}
