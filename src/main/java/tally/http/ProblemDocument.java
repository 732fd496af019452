package tally.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A problem on the wire (RFC 9457). */
record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String requestId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem.Fault> errors) {
  static final String CONTENT_TYPE = "application/problem+json";

  static byte[] of(Problem problem, String requestId) {
    return Json.write(
        new ProblemDocument(
            problem.type(),
            problem.title(),
            problem.status(),
            problem.detail(),
            problem.code(),
            requestId,
            problem.faults()));
  }
}
