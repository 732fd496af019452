package tally.auth;

import java.util.Locale;
import java.util.Optional;
import tally.http.Text;

/** E-mail addresses, in the one form in which they are stored and compared. */
public final class Email {
  static final Text RULE = Text.trimmed(3, 255);

  private Email() {}

  /**
   * The address trimmed and in lower case; empty if it is none: one {@code @}, a dot in the domain,
   * at most 255 characters, no white space, control or invisible characters.
   */
  public static Optional<String> normal(String text) {
    var email = text.strip().toLowerCase(Locale.ROOT);
    int at = email.indexOf('@');
    var domain = email.substring(at + 1);
    boolean isOne =
        at > 0
            && domain.indexOf('@') < 0
            && domain.indexOf('.') > 0
            && !domain.endsWith(".")
            && !domain.contains("..")
            && email.codePointCount(0, email.length()) <= 255
            // Two addresses that look the same would not be.
            && email.codePoints().noneMatch(Text::isInvisible);
    return isOne ? Optional.of(email) : Optional.empty();
  }
}
