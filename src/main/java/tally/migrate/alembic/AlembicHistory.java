package tally.migrate.alembic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.script.Fault;

/** The descriptions in what {@code alembic history} prints. */
public final class AlembicHistory {
  private static final Pattern LINE =
      Pattern.compile("\\S.*? -> (\\S+)(?: \\([^)]*\\))*, (.*\\S)\\s*");

  private AlembicHistory() {}

  /**
   * By revision id.
   *
   * @throws InvalidFilesException if it has none
   */
  public static Map<String, String> descriptions(String file, String text) {
    var descriptions = new HashMap<String, String>();
    for (String line : text.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        descriptions.put(matcher.group(1), matcher.group(2));
      }
    }
    if (descriptions.isEmpty()) {
      throw new InvalidFilesException(
          List.of(new Fault(file, 0, "has no line of `alembic history` (without -v)")));
    }
    return descriptions;
  }
}
