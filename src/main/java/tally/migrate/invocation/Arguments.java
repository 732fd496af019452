package tally.migrate.invocation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.console.Durations;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;

/**
 * The command line, taken apart. Options stand before or after the command word, their values after
 * a space or an equals sign; {@code -1} is no option. Written by hand, because a library for it
 * would take longer than the whole of a run that finds nothing to do.
 */
public final class Arguments {
  private final Map<Option, String> options = new EnumMap<>(Option.class);
  private @Nullable CommandName command;
  private List<String> rest = List.of();
  private boolean commandGiven;

  private Arguments() {}

  /**
   * Takes the words after {@code migrate} apart.
   *
   * @throws MigrationException if there is a word or an option that means nothing
   */
  public static Arguments parse(List<String> words) {
    var arguments = new Arguments();
    var plain = new ArrayList<String>();
    boolean onlyPlain = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyPlain || !isOption(word)) {
        plain.add(word);
      } else if (word.equals("--")) {
        onlyPlain = true;
      } else {
        i += arguments.option(word, i + 1 < words.size() ? words.get(i + 1) : null);
      }
    }
    arguments.plain(arguments.withoutHelp(plain));
    return arguments;
  }

  /** {@code help}, {@code help upgrade} and {@code help json}, as options. */
  private List<String> withoutHelp(List<String> words) {
    if (words.isEmpty() || !words.get(0).equals("help")) {
      return words;
    }
    options.put(Option.HELP, "");
    boolean json = words.size() == 2 && words.get(1).equals("json");
    if (json) {
      options.put(Option.JSON, "");
    }
    return words.subList(json ? 2 : 1, words.size());
  }

  private static boolean isOption(String word) {
    return word.length() > 1
        && word.charAt(0) == '-'
        && (word.charAt(1) < '0' || word.charAt(1) > '9');
  }

  /** Returns how many of the following words belong to it. */
  private int option(String word, @Nullable String next) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String flag = equals < 0 ? word : word.substring(0, equals);
    Option option = Option.of(flag);
    if (option == null) {
      throw unknownOption(flag);
    }
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw usage(flag + " takes no value");
      }
      options.put(option, "");
      return 0;
    }
    boolean left = next != null && Option.of(next) != null;
    String value = equals >= 0 ? word.substring(equals + 1) : left ? null : next;
    // An empty one is that of a variable which is not set.
    if (value == null || value.isEmpty()) {
      throw usage(flag + " needs a value: " + flag + " " + option.value());
    }
    options.put(option, value);
    return equals >= 0 ? 0 : 1;
  }

  private static MigrationException unknownOption(String flag) {
    var names = new ArrayList<String>();
    for (Option option : Option.values()) {
      names.add(option.flag().substring("--".length()));
    }
    String meant =
        flag.startsWith("--") ? Suggestion.nearest(flag.substring("--".length()), names) : "";
    return usage(
        "There is no option "
            + flag
            + (meant.isEmpty() ? "" : ": did you mean '--" + meant + "'?"));
  }

  private void plain(List<String> words) {
    commandGiven = !words.isEmpty();
    command = words.isEmpty() ? CommandName.UPGRADE : CommandName.of(words.get(0));
    if (command == null) {
      throw unknownCommand(words.get(0));
    }
    CommandName named = command;
    for (Option option : options.keySet()) {
      if (!named.takes(option)) {
        throw notOf(named, option);
      }
    }
    int most = named.mostArguments();
    rest = words.isEmpty() ? List.of() : List.copyOf(words.subList(1, words.size()));
    if (rest.size() > most) {
      String first = rest.get(most);
      throw usage(
          named, "'" + first + "' is one argument too many for `migrate " + named.word() + "`");
    }
    boolean missing = rest.size() < named.required() || rest.contains("");
    if (missing && named.required() > 0 && !has(Option.HELP) && !has(Option.VERSION)) {
      throw usage(
          named,
          "`migrate "
              + named.word()
              + "` needs "
              + (named.takesRevision()
                  ? "a revision: an id, the beginning of one, base, head, +N or -N"
                  : named.argument()));
    }
    if (missing && !rest.isEmpty()) {
      throw usage("The revision is empty: write an id, head, base, +N or -N");
    }
  }

  private static MigrationException unknownCommand(String word) {
    if (word.endsWith(".ini")) {
      return usage(
          "There is no configuration file: leave -c "
              + word
              + " out, and give --dir and --database-url where the defaults are not right");
    }
    if (isRevision(word)) {
      return usage(
          "There is no command '"
              + word
              + "': a revision stands behind one, such as `migrate upgrade 002`");
    }
    var words = new ArrayList<String>();
    for (CommandName name : CommandName.values()) {
      words.add(name.word());
    }
    return usage("There is no command '" + word + "'" + Suggestion.of(word, words));
  }

  /** Whether it is one without doubt. */
  private static boolean isRevision(String word) {
    char first = word.isEmpty() ? ' ' : word.charAt(0);
    return word.equals("head")
        || word.equals("base")
        || first == '+'
        || first == '-'
        || (first >= '0' && first <= '9');
  }

  private static MigrationException notOf(CommandName command, Option option) {
    return usage(command, "`migrate " + command.word() + "` has no option " + option.flag());
  }

  private static MigrationException usage(CommandName command, String message) {
    return new Refusal(Exit.USAGE, message + ". See `migrate " + command.word() + " --help`");
  }

  private static MigrationException usage(String message) {
    return new Refusal(
        Exit.USAGE, message + (message.endsWith("?") ? "" : ".") + " See `migrate --help`");
  }

  public CommandName command() {
    return command == null ? CommandName.UPGRADE : command;
  }

  /** Whether it was named, or is what is done when none is. */
  public boolean isCommandGiven() {
    return commandGiven;
  }

  /** The first argument, null where none was given. */
  public @Nullable String argument() {
    return rest.isEmpty() ? null : rest.get(0);
  }

  /** All that stands after the command word. */
  public List<String> arguments() {
    return rest;
  }

  public boolean has(Option option) {
    return options.containsKey(option);
  }

  /** Null where it was not given. */
  public @Nullable String value(Option option) {
    return options.get(option);
  }

  /**
   * A name in the database; null where it was not given.
   *
   * @param longest how many bytes it may have
   * @throws MigrationException if it is empty or longer
   */
  @Nullable String name(Option option, int longest) {
    String name = value(option);
    if (name == null) {
      return null;
    }
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > longest) {
      throw usage(option.flag() + " needs a name of 1 to " + longest + " bytes, not " + length);
    }
    return name;
  }

  /**
   * @throws MigrationException if it is no time, or a longer one than can be waited for
   */
  @Nullable Duration duration(Option option) {
    String text = value(option);
    if (text == null) {
      return null;
    }
    Duration duration = Durations.parse(text);
    if (duration == null) {
      throw usage(
          option.flag()
              + " needs a time such as 500ms, 2s or 5m, at most 596h, not '"
              + text
              + "'");
    }
    return duration;
  }

  /**
   * A number from 0; the other one where it was not given.
   *
   * @throws MigrationException if it is no number
   */
  public int number(Option option, int otherwise) {
    String text = value(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw usage(option.flag() + " needs a number from 0, not '" + text + "'");
  }
}
