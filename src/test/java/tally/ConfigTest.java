package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.conversations.Trash;
import tally.http.RateLimits;

class ConfigTest {
  private static final String URL = "postgresql://tally:sesame@db.example/tally";
  private static final String SECRET = "sesame-sesame-sesame-sesame-sesame";

  @Test
  void withoutADatabaseItIsForTheOwnMachine() {
    var config = Config.of(Map.of("HOME", "/home/ann"));

    assertNull(config.databaseUrl());
    assertNull(config.jwtSecret());
    assertEquals(Path.of("/home/ann/.local/share/tally"), config.dataDir());
    assertEquals("127.0.0.1", config.host());
    assertEquals(8000, config.port());
    assertFalse(config.cookieSecure());
    assertTrue(config.migrateOnStart());
  }

  @Test
  void withADatabaseItIsForTheWorld() {
    var config = Config.of(Map.of("DATABASE_URL", URL, "JWT_SECRET", SECRET));

    assertEquals("0.0.0.0", config.host());
    assertTrue(config.cookieSecure());
    assertFalse(config.migrateOnStart());
    assertEquals(12, config.bcryptCost());
    assertEquals(10, config.pool().size());
    assertEquals(Duration.ofSeconds(5), config.pool().statementTimeout());
    assertEquals(Duration.ofSeconds(2), config.pool().connectionTimeout());
    assertEquals(Duration.ofSeconds(20), config.shutdownTimeout());
    assertEquals("info", config.logLevel());
    assertNull(config.logFormat());
  }

  @Test
  void everythingCanBeSet() {
    var config =
        Config.of(
            Map.ofEntries(
                Map.entry("DATABASE_URL", URL),
                Map.entry("MIGRATE_DATABASE_URL", "postgresql://direct/tally"),
                Map.entry("XDG_DATA_HOME", "/var/lib"),
                Map.entry("HOST", "::1"),
                Map.entry("PORT", "0"),
                Map.entry("JWT_SECRET", SECRET),
                Map.entry("JWT_PREVIOUS_SECRETS", "a" + SECRET + ", b" + SECRET),
                Map.entry("COOKIE_SECURE", "false"),
                Map.entry("CORS_ORIGINS", "https://app.example.com, HTTP://Localhost:3000"),
                Map.entry("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, fd00::/8"),
                Map.entry("BCRYPT_COST", "16"),
                Map.entry("RATE_LIMIT_USER", "0"),
                Map.entry("RATE_LIMIT_ADDRESS", "7"),
                Map.entry("TRASH_RETENTION_DAYS", "0"),
                Map.entry("CONVERSATION_RETENTION_DAYS", "365"),
                Map.entry("DB_POOL_SIZE", "3"),
                Map.entry("DB_STATEMENT_TIMEOUT", "500ms"),
                Map.entry("DB_CONNECTION_TIMEOUT", "1m"),
                Map.entry("MIGRATE_ON_START", "true"),
                Map.entry("LOG_FORMAT", "json"),
                Map.entry("LOG_LEVEL", "warn"),
                Map.entry("SHUTDOWN_TIMEOUT", "2h")));

    assertEquals(Path.of("/var/lib/tally"), config.dataDir());
    assertEquals("::1", config.host());
    assertEquals(0, config.port());
    assertEquals(
        List.of(SECRET, "a" + SECRET, "b" + SECRET),
        config.secrets().stream().map(key -> new String(key, StandardCharsets.UTF_8)).toList());
    assertFalse(config.cookieSecure());
    assertEquals(
        Set.of("https://app.example.com", "http://localhost:3000"), config.corsOrigins().allowed());
    assertEquals(
        "[127.0.0.1/32, 10.0.0.0/8, fd00:0:0:0:0:0:0:0/8]", config.trustedProxies().toString());
    assertEquals(16, config.bcryptCost());
    assertEquals(new RateLimits.Settings(0, 7), config.rateLimits());
    assertEquals(new Trash.Retention(0, 365), config.retention());
    assertEquals(3, config.pool().size());
    assertEquals(Duration.ofMillis(500), config.pool().statementTimeout());
    assertEquals(Duration.ofMinutes(1), config.pool().connectionTimeout());
    assertTrue(config.migrateOnStart());
    assertEquals(LogFormat.JSON, config.logFormat());
    assertEquals("warn", config.logLevel());
    assertEquals(Duration.ofHours(2), config.shutdownTimeout());
  }

  @Test
  void everyFaultIsReportedAtOnceAndNoneRepeatsWhatWasSet() {
    var faults =
        faults(
            Map.ofEntries(
                Map.entry("DATABASE_URL", "sesame"),
                Map.entry("MIGRATE_DATABASE_URL", "postgresql://u:sesame@h:port/db"),
                Map.entry("PORT", "65536"),
                Map.entry("JWT_SECRET", "sesame"),
                Map.entry("JWT_PREVIOUS_SECRETS", SECRET + ",sesame"),
                Map.entry("COOKIE_SECURE", "yes"),
                Map.entry("CORS_ORIGINS", "*"),
                Map.entry("TRUSTED_PROXIES", "everybody"),
                Map.entry("BCRYPT_COST", "9"),
                Map.entry("RATE_LIMIT_USER", "-1"),
                Map.entry("RATE_LIMIT_ADDRESS", "many"),
                Map.entry("TRASH_RETENTION_DAYS", "36501"),
                Map.entry("CONVERSATION_RETENTION_DAYS", "1.5"),
                Map.entry("DB_POOL_SIZE", "0"),
                Map.entry("DB_STATEMENT_TIMEOUT", "5"),
                Map.entry("DB_CONNECTION_TIMEOUT", "0s"),
                Map.entry("MIGRATE_ON_START", "TRUE"),
                Map.entry("LOG_FORMAT", "xml"),
                Map.entry("LOG_LEVEL", "loud"),
                Map.entry("SHUTDOWN_TIMEOUT", "-1s")));

    assertEquals(20, faults.size(), faults::toString);
    assertFalse(faults.toString().contains("sesame"), faults::toString);
  }

  @Test
  void aServerWithADatabaseNeedsASecretAndACommandDoesNot() {
    assertEquals(1, faults(Map.of("DATABASE_URL", URL)).size());

    assertNull(Config.forCommand(Map.of("DATABASE_URL", URL)).jwtSecret());
  }

  @Test
  void aSecretHas32Bytes() {
    assertEquals(1, faults(Map.of("JWT_SECRET", "x".repeat(31))).size());
    Config.of(Map.of("JWT_SECRET", "x".repeat(32)));
    // Two bytes each.
    Config.of(Map.of("JWT_SECRET", "\u00e9".repeat(16)));
  }

  @Test
  void aSettingMayComeFromAFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("secret");
    Files.writeString(file, SECRET + "\n");

    var config = Config.of(Map.of("JWT_SECRET_FILE", file.toString()));

    assertEquals(SECRET, new String(config.secrets().get(0), StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatCannotBeReadIsTheOnlyFault(@TempDir Path folder) throws IOException {
    var empty = Files.createFile(folder.resolve("empty")).toString();
    var both = Map.of("HOST", "a", "HOST_FILE", empty);

    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff}).toString();

    for (var file :
        List.of("/does/not/exist", folder.toString(), "\0", empty, binary, "/dev/zero")) {
      assertEquals(1, faults(Map.of("DATABASE_URL", URL, "JWT_SECRET_FILE", file)).size());
    }
    assertEquals(List.of("HOST and HOST_FILE are both set; set one of them."), faults(both));
  }

  @Test
  void anEmptySettingIsNone() {
    var config = Config.of(Map.of("DATABASE_URL", "", "PORT", " ", "JWT_SECRET", ""));

    assertNull(config.databaseUrl());
    assertEquals(8000, config.port());
  }

  @Test
  void nothingSecretIsShown() {
    var config =
        Config.of(
            Map.of(
                "DATABASE_URL", URL,
                "MIGRATE_DATABASE_URL", URL,
                "JWT_SECRET", SECRET,
                "JWT_PREVIOUS_SECRETS", SECRET));

    assertFalse(config.toString().contains("sesame"), config::toString);
  }

  /** Each setting stands in .env.example with its default, commented out, and nothing else does. */
  @Test
  void theExampleListsEverySetting() throws IOException {
    var settings =
        Files.readAllLines(Path.of(".env.example")).stream()
            .filter(line -> line.matches("# [A-Z_]+=.*"))
            .map(line -> line.substring(2, line.indexOf('=')))
            .toList();

    assertEquals(Stream.of(Setting.values()).map(Enum::name).toList(), settings);
  }

  private static List<String> faults(Map<String, String> environment) {
    return assertThrows(Config.Invalid.class, () -> Config.of(environment)).faults();
  }
}
