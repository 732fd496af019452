package tally.migrate.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.script.FileName;

/** {@code new NAME}. */
final class NewCommand implements Command {
  private static final int LONGEST = 100;

  @Override
  public void run(Invocation invocation) {
    String name = name(invocation.arguments().arguments().get(0));
    Path directory =
        Path.of(Objects.requireNonNullElse(invocation.arguments().value(Option.DIR), "sql"));
    requireWritable(directory);
    String label;
    try {
      label = new NewPair(directory, name).write();
    } catch (IOException e) {
      throw new Refusal(Exit.FILES, "Cannot write into " + directory + ": " + e.getMessage(), e);
    }
    Path up = directory.resolve(label + FileName.UP);
    Path down = directory.resolve(label + FileName.DOWN);
    Console console = invocation.console();
    if (console.json()) {
      console.print(
          new Json()
              .beginObject()
              .field("revision", label.substring(0, label.indexOf('_')))
              .field("up", up.toString())
              .field("down", down.toString())
              .endObject()
              .toString());
    } else {
      console.print(up.toString());
      console.print(down.toString());
    }
  }

  private static void requireWritable(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new Refusal(
          Exit.FILES,
          directory
              + (Files.exists(directory) ? " is no directory" : " does not exist")
              + ": make it, or name the migration files' directory with --dir");
    }
    if (!Files.isWritable(directory)) {
      throw new Refusal(
          Exit.FILES, directory + " may not be written to by this user: nothing was written");
    }
  }

  /** As it stands in the files' names. */
  private static String name(String text) {
    String name = text.strip().replace(' ', '_').replace('-', '_');
    String fault = fault(name);
    if (fault != null) {
      throw new Refusal(Exit.USAGE, "'" + text + "' cannot be the name of a migration: " + fault);
    }
    return name;
  }

  private static @Nullable String fault(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return "write 1 to " + LONGEST + " characters";
    }
    if (name.endsWith(".sql")) {
      return "leave .sql out, both files get their endings";
    }
    if (Character.isDigit(name.charAt(0))) {
      return "begin with a letter, the number is put in front of it";
    }
    boolean plain = name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    return plain && Character.isLetter(name.codePointAt(0))
        ? null
        : "write words such as add_tasks_note, of letters, digits and underscores";
  }
}
