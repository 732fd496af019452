package tally;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tally.conversations.Trash;
import tally.db.DatabaseUrl;
import tally.db.PoolSettings;
import tally.http.Origins;
import tally.http.RateLimits;
import tally.http.TrustedProxies;

/**
 * The environment, read once. Its {@code toString} shows no secret.
 *
 * @param databaseUrl null for the embedded PostgreSQL
 * @param migrateDatabaseUrl the direct connection where databaseUrl is a pooler's; null: the same
 * @param dataDir the embedded database and the generated secret
 * @param port 0 for any free one
 * @param adminHost where health and metrics are answered
 * @param adminPort 0 for nowhere
 * @param jwtSecret 32 bytes or more; null where it is to be generated, with the embedded database
 * @param jwtPreviousSecrets tokens signed with these are still taken
 * @param cookieSecure false only for plain http on the own machine
 * @param corsOrigins the other sites whose scripts may use the cookie
 * @param trustedProxies whose X-Forwarded-For counts
 * @param bcryptCost 10 to 16; each step doubles the time of a login
 * @param logFormat null where it depends on whether somebody watches
 * @param logLevel debug, info, warn or error
 * @param shutdownTimeout how long a stop waits for requests that are under way
 */
public record Config(
    @Nullable DatabaseUrl databaseUrl,
    @Nullable DatabaseUrl migrateDatabaseUrl,
    Path dataDir,
    String host,
    int port,
    String adminHost,
    int adminPort,
    @Nullable Secret jwtSecret,
    List<Secret> jwtPreviousSecrets,
    boolean cookieSecure,
    Origins corsOrigins,
    TrustedProxies trustedProxies,
    int bcryptCost,
    PoolSettings pool,
    RateLimits.Settings rateLimits,
    Trash.Retention retention,
    boolean migrateOnStart,
    @Nullable LogFormat logFormat,
    String logLevel,
    Duration shutdownTimeout) {
  private static final int SHORTEST_SECRET = 32;

  /**
   * Reads the environment for a server.
   *
   * @throws Invalid with every fault at once
   */
  public static Config of(Map<String, String> environment) {
    var settings = new Settings(environment);
    if (settings.isSet(Setting.DATABASE_URL) && !settings.isSet(Setting.JWT_SECRET)) {
      settings.fault(
          "JWT_SECRET must be set when DATABASE_URL is; make one with: openssl rand -base64 48");
    }
    return read(settings, environment);
  }

  /**
   * Reads the environment for a command, which signs no token.
   *
   * @throws Invalid with every fault at once
   */
  public static Config forCommand(Map<String, String> environment) {
    return read(new Settings(environment), environment);
  }

  private static Config read(Settings settings, Map<String, String> environment) {
    boolean embedded = !settings.isSet(Setting.DATABASE_URL);
    var config =
        new Config(
            databaseUrl(settings, Setting.DATABASE_URL),
            databaseUrl(settings, Setting.MIGRATE_DATABASE_URL),
            settings.path(Setting.DATA_DIR).orElseGet(() -> usualDataDir(environment)),
            settings.text(Setting.HOST).orElse(embedded ? "127.0.0.1" : "0.0.0.0"),
            settings.number(Setting.PORT, 8000, 0, 65535),
            settings.text(Setting.ADMIN_HOST).orElse("127.0.0.1"),
            settings.number(Setting.ADMIN_PORT, 0, 0, 65535),
            secret(settings),
            previousSecrets(settings),
            settings.flag(Setting.COOKIE_SECURE, !embedded),
            settings
                .value(
                    Setting.CORS_ORIGINS,
                    "origins such as https://app.example.com, with commas between them, without a"
                        + " path and never *",
                    Origins::parse)
                .orElse(Origins.NONE),
            settings
                .value(
                    Setting.TRUSTED_PROXIES,
                    "addresses or networks such as 10.0.0.0/8, with commas between them",
                    TrustedProxies::parse)
                .orElse(TrustedProxies.NONE),
            settings.number(Setting.BCRYPT_COST, 12, 10, 16),
            new PoolSettings(
                settings.number(Setting.DB_POOL_SIZE, 10, 1, 1000),
                settings.duration(Setting.DB_STATEMENT_TIMEOUT, Duration.ofSeconds(5)),
                settings.duration(Setting.DB_CONNECTION_TIMEOUT, Duration.ofSeconds(2))),
            new RateLimits.Settings(
                settings.number(Setting.RATE_LIMIT_USER, 1000, 0, 999_999_999),
                settings.number(Setting.RATE_LIMIT_ADDRESS, 100, 0, 999_999_999)),
            new Trash.Retention(
                settings.number(Setting.TRASH_RETENTION_DAYS, 30, 0, 36500),
                settings.number(Setting.CONVERSATION_RETENTION_DAYS, 0, 0, 36500)),
            settings.flag(Setting.MIGRATE_ON_START, embedded),
            settings
                .word(Setting.LOG_FORMAT, "text", "json")
                .map(word -> LogFormat.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(null),
            settings.word(Setting.LOG_LEVEL, "debug", "info", "warn", "error").orElse("info"),
            settings.duration(Setting.SHUTDOWN_TIMEOUT, Duration.ofSeconds(20)));
    if (!settings.faults().isEmpty()) {
      throw new Invalid(settings.faults());
    }
    return config;
  }

  /** The same with the secret that was generated. */
  public Config withJwtSecret(Secret generated) {
    return new Config(
        databaseUrl,
        migrateDatabaseUrl,
        dataDir,
        host,
        port,
        adminHost,
        adminPort,
        generated,
        jwtPreviousSecrets,
        cookieSecure,
        corsOrigins,
        trustedProxies,
        bcryptCost,
        pool,
        rateLimits,
        retention,
        migrateOnStart,
        logFormat,
        logLevel,
        shutdownTimeout);
  }

  /** What signs tokens, and then what else verifies them. */
  List<byte[]> secrets() {
    if (jwtSecret == null) {
      throw new IllegalStateException("the secret has not been generated");
    }
    return Stream.concat(Stream.of(jwtSecret), jwtPreviousSecrets.stream())
        .map(Secret::bytes)
        .toList();
  }

  /** What is wrong with the environment. */
  public static final class Invalid extends RuntimeException {
    private final transient List<String> faults;

    Invalid(List<String> faults) {
      super(String.join("\n", faults), null, false, false);
      this.faults = List.copyOf(faults);
    }

    /** A sentence each. */
    public List<String> faults() {
      return faults;
    }
  }

  private static @Nullable DatabaseUrl databaseUrl(Settings settings, Setting setting) {
    try {
      return settings.text(setting).map(text -> DatabaseUrl.parse(text.strip())).orElse(null);
    } catch (IllegalArgumentException e) {
      settings.fault(setting + " " + e.getMessage() + ".");
      return null;
    }
  }

  private static @Nullable Secret secret(Settings settings) {
    var secret = settings.text(Setting.JWT_SECRET).map(Secret::new).orElse(null);
    if (secret != null && secret.length() < SHORTEST_SECRET) {
      settings.fault(
          "JWT_SECRET must have 32 bytes or more; make one with: openssl rand -base64 48");
    }
    return secret;
  }

  private static List<Secret> previousSecrets(Settings settings) {
    var secrets =
        settings.text(Setting.JWT_PREVIOUS_SECRETS).stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(text -> new Secret(text.strip()))
            .toList();
    if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
      settings.fault(
          "JWT_PREVIOUS_SECRETS must be secrets of 32 bytes or more, with commas between them.");
    }
    return secrets;
  }

  private static Path usualDataDir(Map<String, String> environment) {
    var home =
        Optional.ofNullable(environment.get("HOME"))
            .orElseGet(() -> System.getProperty("user.home", "."));
    return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
        .filter(folder -> folder.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(home, ".local", "share"))
        .resolve("tally");
  }
}
