package tally.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  @Test
  void itIsKeptTrimmedAndInLowerCase() {
    assertEquals(Optional.of("ann+tally@example.com"), Email.normal(" Ann+Tally@Example.COM\n"));
    assertEquals(Optional.of("a@b.c"), Email.normal("a@b.c"));
    assertEquals(Optional.of("zoë@exämple.org"), Email.normal("Zoë@Exämple.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "ann@.com",
        "ann@example.",
        "ann@exa..mple.com",
        "ann@bob@example.com",
        "an n@example.com",
        "ann@exam\tple.com",
        "ann@exam\u0000ple.com",
        "ann@exam\u00a0ple.com",
        "ann\u0085@example.com"
      })
  void whatIsNoneIsRefused(String text) {
    assertEquals(Optional.empty(), Email.normal(text));
  }

  @Test
  void itHas255Characters() {
    var domain = "@example.com";

    assertEquals(255, Email.normal("a".repeat(243) + domain).orElseThrow().length());
    assertEquals(Optional.empty(), Email.normal("a".repeat(244) + domain));
  }
}
