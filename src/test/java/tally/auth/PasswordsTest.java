package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final String EMAIL = "ann@example.com";

  private final Passwords passwords = new Passwords(4, 2);

  @Test
  void eightCharactersAndSeventyTwoBytesAreTheBounds() {
    assertEquals(Optional.empty(), Passwords.fault("gt5Xq-7z", EMAIL));
    assertEquals(Optional.empty(), Passwords.fault("\uD83D\uDE00".repeat(8), EMAIL));
    assertEquals(Optional.empty(), Passwords.fault("x".repeat(72), EMAIL));
    assertTrue(Passwords.fault("gt5Xq-7", EMAIL).isPresent());
    // Seven, of two Java characters each.
    assertTrue(Passwords.fault("\uD83D\uDE00".repeat(7), EMAIL).isPresent());
    assertTrue(Passwords.fault("x".repeat(73), EMAIL).isPresent());
    // 74 bytes in UTF-8.
    assertTrue(Passwords.fault("\u00e9".repeat(37), EMAIL).isPresent());
    assertTrue(Passwords.fault("gt5Xq-7z\0", EMAIL).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "PASSWORD1",
        "12345678",
        "123456789",
        "qwertyuiop",
        "iloveyou",
        "sunshine",
        "football",
        "trustno1",
        "princess",
        "00000000",
        "        ",
        "AaaAaaAaa",
        "12341234",
        "123123123",
        "87654321",
        "Abcdefgh",
        "ann@example.com",
        "ANN@example.com "
      })
  void whatEverybodyTriesFirstIsRefused(String password) {
    assertTrue(Passwords.fault(password, EMAIL).isPresent());
  }

  @Test
  void aPasswordMatchesItsHashAndNoOther() {
    var hash = passwords.hash("correct horse");

    assertTrue(passwords.isRight("correct horse", hash));
    assertFalse(passwords.isRight("correct horse ", hash));
    assertFalse(passwords.isRight("", hash));
  }

  @Test
  void whatBcryptWouldCutOffDoesNotMatch() {
    var hash = passwords.hash("x".repeat(72));

    assertFalse(passwords.isRight("x".repeat(73), hash));
    assertFalse(passwords.isRight("a\0b", passwords.hash("a")));
  }

  @Test
  void nobodyHasAPasswordWithoutAHashOrWithOneThatIsNone() {
    assertFalse(passwords.isRight("", null));
    assertFalse(passwords.isRight("", ""));
    assertFalse(passwords.isRight("x", "plain text"));
    assertFalse(passwords.isRight("x", "$2x$04$" + "a".repeat(53)));
    assertFalse(passwords.isRight("x", "$2a$99$" + "a".repeat(53)));
    // bcrypt's own limit, beyond that of the library.
    assertFalse(passwords.isRight("x", "$2a$31$" + "a".repeat(53)));
  }

  @Test
  void aHashOfALowerCostIsWeak() {
    assertTrue(new Passwords(5, 1).isWeak(passwords.hash("correct horse")));
    assertFalse(passwords.isWeak(passwords.hash("correct horse")));
  }

  @Test
  void manyAtOnceAllGetTheirTurn() throws Exception {
    var hash = passwords.hash("correct horse");
    var threads = Executors.newFixedThreadPool(32);
    try {
      var answers =
          threads.invokeAll(
              IntStream.range(0, 32)
                  .<Callable<Boolean>>mapToObj(
                      i -> () -> passwords.inTurn(() -> passwords.isRight("correct horse", hash)))
                  .toList());
      for (var answer : List.copyOf(answers)) {
        assertTrue(answer.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void whatFailsInItsTurnGivesItAway() {
    var one = new Passwords(4, 1);
    for (int n = 0; n < 3; n++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              one.inTurn(
                  () -> {
                    throw new IllegalStateException();
                  }));
    }
  }
}
