package tally.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tally.Config;
import tally.db.EmbeddedPostgresException;

/** Says what is wrong with an installation, and what to do. */
@Command(
    name = "doctor",
    description = {
      "Checks the settings and the database, a line for each check: TLS, revision, clock, pool, secret.",
      "Exits with 1 if something is wrong. Changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar app.jar doctor",
      "  java -jar app.jar doctor --json | jq '.[] | select(.verdict == \"fault\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Prints a JSON array, a finding in each line.")
  private boolean json;

  DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    var findings = findings().toList();
    try (var listing = new Listing(around.out(), json)) {
      findings.forEach(finding -> listing.add(finding, finding.line()));
    }
    return findings.stream().anyMatch(Finding::isFault) ? 1 : 0;
  }

  private Stream<Finding> findings() {
    try {
      var config = around.config();
      var program =
          "Tally %s, Java %s".formatted(Version.text(), System.getProperty("java.version"));
      return Stream.concat(
          Stream.of(Finding.ok("program", program), secret(config)), database(config).stream());
    } catch (Config.Invalid e) {
      return e.faults().stream().map(fault -> Finding.fault("settings", fault));
    }
  }

  private List<Finding> database(Config config) {
    try (var access = DatabaseAccess.forCommand(config, around.err())) {
      return new DatabaseCheckup(config, access.url()).findings();
    } catch (Failure | EmbeddedPostgresException e) {
      return List.of(Finding.fault("database", String.valueOf(e.getMessage())));
    }
  }

  private static Finding secret(Config config) {
    if (config.jwtSecret() != null) {
      return Finding.ok("secret", "JWT_SECRET has %d bytes".formatted(config.jwtSecret().length()));
    }
    return config.databaseUrl() == null
        ? Finding.ok("secret", "generated at the first start, and kept in DATA_DIR")
        : Finding.fault(
            "secret", "JWT_SECRET must be set for serve; make one with: openssl rand -base64 48");
  }
}
