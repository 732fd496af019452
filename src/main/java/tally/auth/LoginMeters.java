package tally.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import tally.http.Problem;

/** {@code tally.logins}: how logins ended. Guessing shows here first. */
final class LoginMeters {
  private final MeterRegistry registry;

  LoginMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  <T> T count(Supplier<T> login) {
    try {
      var session = login.get();
      count("success");
      return session;
    } catch (Problem.InvalidCredentials e) {
      count("refused");
      throw e;
    } catch (Problem.RateLimited e) {
      count("throttled");
      throw e;
    }
  }

  private void count(String outcome) {
    registry.counter("tally.logins", "outcome", outcome).increment();
  }
}
