package tally.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tally.Config;

/** For a container's HEALTHCHECK, where there is no other client. */
@Command(
    name = "healthcheck",
    description = {
      "Asks the server that runs here, with the same HOST and PORT, whether it is ready.",
      "Exits with 0 if it is, with 1 and the reason if it is not."
    },
    footer = {
      "",
      "Example:",
      "  HEALTHCHECK CMD [\"java\", \"-jar\", \"app.jar\", \"healthcheck\"]"
    })
final class HealthcheckCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 3000;

  private final Surroundings around;

  HealthcheckCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    var address = address(around.config());
    var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    try {
      int status = connection.getResponseCode();
      if (status != 200) {
        throw Failure.of("Not ready, %d: %s".formatted(status, body(connection)));
      }
    } catch (IOException e) {
      throw Failure.of(
          "There is no answer from %s: %s. Is the server running, with this HOST and PORT?"
              .formatted(address, e.getMessage()));
    } finally {
      connection.disconnect();
    }
    around.out().println("Ready");
    return 0;
  }

  private static String body(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A server that listens everywhere is asked on loopback. */
  private static String address(Config config) {
    if (config.port() == 0) {
      throw Failure.usage("PORT is 0, any free port: give the one that the server printed.");
    }
    var host =
        switch (config.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        };
    return "http://" + host + ":" + config.port() + "/readyz";
  }
}
