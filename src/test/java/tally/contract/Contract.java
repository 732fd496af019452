package tally.contract;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The contract that the server publishes, closed to everything that it does not name: an answer
 * with a status, a code or a member of its own is none that was promised.
 */
public final class Contract {
  public static final Contract OF_THE_SERVER = read();

  /** What any request may be answered, whatever it asks for. */
  private static final Set<String> ANYWHERE =
      Set.of(
          "400 MALFORMED_REQUEST",
          "408 MALFORMED_REQUEST",
          "414 MALFORMED_REQUEST",
          "417 MALFORMED_REQUEST",
          "426 MALFORMED_REQUEST",
          "431 MALFORMED_REQUEST",
          "503 SERVICE_UNAVAILABLE");

  private final List<Operation> operations = new ArrayList<>();
  private final JsonSchema problem;

  private Contract(JsonNode document) {
    this.problem = new JsonSchema(document.at("/components/schemas/Problem"));
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        member -> {
                          if (!member.getKey().equals("parameters")) {
                            operations.add(
                                new Operation(
                                    member.getKey(),
                                    path.getKey(),
                                    path.getValue().path("parameters"),
                                    member.getValue()));
                          }
                        }));
    // Where two paths fit, that with the fewer parameters is meant.
    operations.sort(Comparator.comparing(operation -> operation.path().split("\\{", -1).length));
  }

  private static Contract read() {
    try (var in =
        Objects.requireNonNull(Contract.class.getResourceAsStream("/openapi.yaml"), "openapi")) {
      return new Contract(new Resolved(new YAMLMapper().readTree(in)).document());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Operation> operations() {
    return operations;
  }

  /** Fails where the contract does not promise this answer. */
  public void check(String method, String target, HttpResponse<String> response) {
    var answer = Answer.of(response);
    try {
      check(method, target.split("\\?", 2)[0], answer);
    } catch (AssertionError e) {
      fail("%s %s answered %s: %s".formatted(method, target, answer, e.getMessage()), e);
    }
  }

  /** Fails where the bytes of an answer begin with a refusal that is no problem document. */
  public void check(String bytes) {
    if (!bytes.matches("(?s)HTTP/1\\.1 [45].*")) {
      return;
    }
    var answer = Answer.of(bytes);
    answer.require(answer.contentType().equals("application/problem+json"), bytes);
    answer.check(problem);
    answer.require(answer.json().path("status").intValue() == answer.status(), bytes);
  }

  private void check(String method, String path, Answer answer) {
    var meant = operations.stream().filter(operation -> operation.isAt(path)).findFirst();
    var there =
        operations.stream()
            .filter(other -> meant.isPresent() && other.path().equals(meant.get().path()))
            .toList();
    if (method.equals("OPTIONS") && !there.isEmpty() && answer.status() == 204) {
      return;
    }
    boolean isHead = method.equals("HEAD");
    var asked = isHead ? "GET" : method;
    Optional<Operation> operation =
        there.stream().filter(known -> known.method().equals(asked)).findFirst();
    if (operation.isPresent() && operation.get().check(answer, isHead)) {
      return;
    }
    if (isHead) {
      // What it says of itself stands in the body that it does not have.
      answer.require(answer.status() >= 400, "no such answer");
      return;
    }
    answer.check(problem);
    var given = answer.status() + " " + answer.code();
    boolean promised =
        ANYWHERE.contains(given)
            || (there.isEmpty() && given.equals("404 NOT_FOUND"))
            || (operation.isEmpty() && !there.isEmpty() && given.equals("405 METHOD_NOT_ALLOWED"));
    answer.require(promised, "no such answer");
  }
}
