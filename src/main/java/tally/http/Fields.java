package tally.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, taken out one by one and checked. Faults are gathered, and {@link
 * #done} reports them all at once together with members nobody asked for; what is returned before
 * {@code done} is only of use after it.
 *
 * <pre>{@code
 * var fields = Input.body(ctx);
 * var title = fields.required("title", TITLE);
 * var description = fields.optional("description", DESCRIPTION);
 * fields.done();
 * }</pre>
 */
public final class Fields {
  private final JsonNode object;
  private final boolean isObject;
  private final String pointer;
  private final List<Problem.Fault> faults;
  private final Set<String> known = new HashSet<>();
  private final List<Fields> nested = new ArrayList<>();

  private Fields(JsonNode node, String pointer, List<Problem.Fault> faults) {
    this.pointer = pointer;
    this.faults = faults;
    this.isObject = node.isObject();
    this.object = isObject ? node : JsonNodeFactory.instance.objectNode();
    if (!isObject) {
      faults.add(new Problem.Fault(pointer, "must be an object"));
    }
  }

  static Fields of(JsonNode body) {
    return new Fields(body, "", new ArrayList<>());
  }

  /** Whether the member was sent, null or not. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** A text that must be there. */
  public String required(String name, Text rule) {
    var text = text(name, member(name), rule, true);
    return text == null ? "" : text;
  }

  /** A text that may be absent or null; both are null. */
  public @Nullable String optional(String name, Text rule) {
    return text(name, member(name), rule, false);
  }

  /** A name of an enum's constants. */
  public <E extends Enum<E>> E required(String name, Class<E> type) {
    var constants = type.getEnumConstants();
    JsonNode node = member(name);
    for (E constant : constants) {
      if (node != null && node.isTextual() && node.textValue().equals(constant.name())) {
        return constant;
      }
    }
    if (!missing(name, node)) {
      fault(name, "must be one of " + String.join(", ", names(constants)));
    }
    return constants[0];
  }

  /** What a patch says of a text that cannot be null. */
  public Change<String> change(String name, Text rule) {
    JsonNode node = member(name);
    return node == null ? Change.none() : Change.to(text(name, node, rule, true));
  }

  /** What a patch says of a text that null clears. */
  public Change<String> changeOrClear(String name, Text rule) {
    JsonNode node = member(name);
    return node == null ? Change.none() : Change.to(text(name, node, rule, false));
  }

  /** What a patch says of a truth value. */
  public Change<Boolean> changeFlag(String name) {
    JsonNode node = member(name);
    if (node == null) {
      return Change.none();
    }
    if (!node.isBoolean()) {
      fault(name, "must be true or false");
    }
    return Change.to(node.booleanValue());
  }

  /** The objects of an array that must be there; their faults are reported with this one's. */
  public List<Fields> items(String name, int least, int most) {
    JsonNode node = member(name);
    if (missing(name, node) || node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() < least || node.size() > most) {
      fault(name, "must be an array of %d to %d objects".formatted(least, most));
      return List.of();
    }
    var items = new ArrayList<Fields>();
    for (JsonNode item : node) {
      items.add(new Fields(item, pointer + "/" + name + "/" + items.size(), faults));
    }
    nested.addAll(items);
    return items;
  }

  /** Adds a fault that only the feature can see. */
  public void fault(String name, String detail) {
    faults.add(new Problem.Fault(pointer + "/" + name, detail));
  }

  /** Whether nothing is wrong with the member so far. */
  public boolean isSound(String name) {
    var at = pointer + "/" + name;
    return faults.stream().noneMatch(fault -> fault.pointer().equals(at));
  }

  /**
   * Ends the reading.
   *
   * @throws Problem.Validation with every fault, if there is one
   */
  public void done() {
    unknown();
    if (!faults.isEmpty()) {
      throw new Problem.Validation(faults);
    }
  }

  private void unknown() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                // A name of the client's own making goes back only where it can do no harm.
                faults.add(
                    isPlain(name)
                        ? new Problem.Fault(pointer + "/" + name, "is not a known field")
                        : new Problem.Fault(pointer, "has a field that is not known"));
              }
            });
    nested.forEach(Fields::unknown);
  }

  private @Nullable JsonNode member(String name) {
    known.add(name);
    return object.get(name);
  }

  private boolean missing(String name, @Nullable JsonNode node) {
    if (node == null) {
      // Of what is no object at all one fault is enough.
      if (isObject) {
        fault(name, "is required");
      }
      return true;
    }
    return false;
  }

  private @Nullable String text(
      String name, @Nullable JsonNode node, Text rule, boolean mustBeThere) {
    if (node == null) {
      if (mustBeThere) {
        missing(name, null);
      }
      return null;
    }
    if (node.isNull() && !mustBeThere) {
      return null;
    }
    if (!node.isTextual()) {
      fault(name, "must be " + rule.rule());
      return null;
    }
    if (!Text.isStorable(node.textValue())) {
      fault(name, "must not contain NUL or half of a surrogate pair");
      return null;
    }
    var text = rule.accept(node.textValue());
    if (text.isEmpty()) {
      fault(name, "must be " + rule.rule());
    }
    return text.orElse(null);
  }

  private static List<String> names(Enum<?>[] constants) {
    var names = new ArrayList<String>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    return names;
  }

  private static boolean isPlain(String name) {
    return name.length() <= 64
        && !name.isEmpty()
        && name.toLowerCase(Locale.ROOT)
            .chars()
            .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
}
