package tally.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.Config;

/** Asks the server on this machine whether it can do its work: for containers without a curl. */
@Command(
    name = "healthcheck",
    description = {
      "Asks the server that runs here, at HOST and PORT, for /readyz. Exits 0 if it is ready, and 1 if",
      "it is not or does not answer within --timeout."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar healthcheck",
      "  PORT=8080 java -jar app.jar healthcheck --timeout 1"
    })
final class HealthcheckCommand implements Callable<Integer> {
  private static final int LONGEST_TIMEOUT = 60;

  private final Surroundings around;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "For so many seconds an answer is waited for: 1 to 60, 3 unless given.")
  private int timeout;

  HealthcheckCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var config = Config.forCommand(around.environment());
    if (config.port() == 0) {
      throw Failure.usage("PORT is 0, so nobody knows where the server listens; set PORT.");
    }
    if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
      throw Failure.usage("--timeout must be a whole number from 1 to 60.");
    }
    var address = address(config);
    var fault = fault(address);
    if (fault != null) {
      throw Failure.of(fault);
    }
    around.out().println("The server at " + address + " is ready.");
    return 0;
  }

  /** Why the server is not ready; null if it is. */
  private @Nullable String fault(URI address) {
    try {
      var connection =
          (HttpURLConnection) address.resolve("/readyz").toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(timeout * 1000);
      connection.setReadTimeout(timeout * 1000);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK) {
        return null;
      }
      return "The server at " + address + " is not ready: " + reason(status, connection);
    } catch (IOException e) {
      return "The server at %s does not answer (%s); start it, or set HOST and PORT to where it listens."
          .formatted(address, e.getMessage());
    }
  }

  /** The detail of the problem document that it answers (RFC 9457). */
  private static String reason(int status, HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      var detail =
          body == null ? "" : JsonMapper.builder().build().readTree(body).path("detail").asText();
      return detail.isEmpty() ? "it answers " + status + "." : detail;
    } catch (JacksonException e) {
      return "it answers "
          + status
          + ", and no server of Tally's does so; set HOST and PORT to where it listens.";
    }
  }

  /** Where it is reached from this machine: an address that stands for all of them cannot be. */
  private static URI address(Config config) {
    var host =
        switch (config.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::", "0:0:0:0:0:0:0:0" -> "::1";
          default -> config.host();
        };
    try {
      return new URI("http", null, host, config.port(), null, null, null);
    } catch (URISyntaxException e) {
      throw Failure.usage("HOST must be a name or an address of this machine.");
    }
  }
}
