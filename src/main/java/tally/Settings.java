package tally;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads settings out of the environment one by one, and gathers what is wrong with them. */
final class Settings {
  /** In bytes. */
  private static final int LONGEST_FILE = 1 << 16;

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** In words, a sentence each, without anything of what was set. */
  List<String> faults() {
    return faults;
  }

  void fault(String sentence) {
    faults.add(sentence);
  }

  /** Whether it is set at all, well or not. */
  boolean isSet(Setting setting) {
    return plain(setting.name()).isPresent() || plain(setting.name() + "_FILE").isPresent();
  }

  /** What is set, or stands in the file that {@code NAME_FILE} names. An empty text is nothing. */
  Optional<String> text(Setting setting) {
    var direct = plain(setting.name());
    var file = plain(setting.name() + "_FILE");
    if (direct.isPresent() && file.isPresent()) {
      fault(setting + " and " + setting + "_FILE are both set; set one of them.");
    }
    return direct.isPresent() ? direct : file.flatMap(path -> content(setting, path));
  }

  /**
   * A text that is made into something else.
   *
   * @param rule what it must be, as the end of the sentence "NAME must be …"
   * @param parse null or an {@link IllegalArgumentException} where it is not that
   */
  <T> Optional<T> value(Setting setting, String rule, Function<String, Optional<T>> parse) {
    return text(setting)
        .flatMap(
            text -> {
              var value = parse.apply(text.strip());
              if (value.isEmpty()) {
                fault(setting + " must be " + rule + ".");
              }
              return value;
            });
  }

  boolean flag(Setting setting, boolean otherwise) {
    return word(setting, "true", "false").map("true"::equals).orElse(otherwise);
  }

  Optional<String> word(Setting setting, String... words) {
    return value(
        setting,
        "one of " + String.join(", ", words),
        text -> Stream.of(words).filter(text::equals).findFirst());
  }

  int number(Setting setting, int otherwise, int least, int most) {
    return value(
            setting,
            "a whole number from " + least + " to " + most,
            text ->
                Optional.of(text)
                    .filter(digits -> digits.matches("[0-9]{1,9}"))
                    .map(Integer::valueOf)
                    .filter(number -> number >= least && number <= most))
        .orElse(otherwise);
  }

  Duration duration(Setting setting, Duration otherwise) {
    return value(setting, "a time such as 500ms, 5s or 2m, and not 0", Settings::duration)
        .orElse(otherwise);
  }

  Optional<Path> path(Setting setting) {
    return value(setting, "a path", Settings::path);
  }

  private static Optional<Duration> duration(String text) {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    var duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return Optional.of(duration).filter(time -> !time.isZero());
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** A file may have no end, as a device has none. */
  private static String start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      if (bytes.length > LONGEST_FILE) {
        throw new IOException("too long");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private Optional<String> plain(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private Optional<String> content(Setting setting, String path) {
    try {
      var text = start(Path.of(path)).stripTrailing();
      if (text.isBlank()) {
        fault(setting + "_FILE names a file that is empty.");
        return Optional.empty();
      }
      return Optional.of(text);
    } catch (IOException | InvalidPathException e) {
      fault(setting + "_FILE names a file that cannot be read, or has more than 64 KiB.");
      return Optional.empty();
    }
  }
}
