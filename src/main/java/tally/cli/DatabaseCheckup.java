package tally.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import tally.Config;
import tally.db.DatabaseFault;
import tally.db.DatabaseUrl;
import tally.migrate.Migrations;

/** What {@code doctor} looks at in the database, by reading alone. */
final class DatabaseCheckup {
  /** Tokens are taken from clocks that are a little ahead, sessions end by the database's. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

  private static final String FACTS =
      """
      select current_setting('server_version') as version, pg_is_in_recovery() as is_standby,
        coalesce(s.ssl, false) as is_encrypted, s.version as tls, s.cipher,
        'ä' ilike 'Ä' as folds_case, pg_backend_pid() as pid, clock_timestamp() as now, current_setting('TimeZone') as zone,
        current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true)::int, 0) as connections
      from (select) as one
      left join pg_stat_ssl s on s.pid = pg_backend_pid()
      """;

  private final Config config;
  private final DatabaseUrl url;
  private final List<Finding> findings = new ArrayList<>();

  DatabaseCheckup(Config config, DatabaseUrl url) {
    this.config = config;
    this.url = url;
  }

  List<Finding> findings() {
    try (var connection = url.connect(defaults())) {
      facts(connection);
      schema(connection);
    } catch (SQLException e) {
      findings.add(Finding.fault("database", url + ": " + DatabaseFault.describe(e)));
    }
    return findings;
  }

  private Properties defaults() {
    var defaults = new Properties();
    defaults.setProperty("connectTimeout", "5");
    defaults.setProperty("socketTimeout", "10");
    return defaults;
  }

  private void facts(Connection connection) throws SQLException {
    var before = Instant.now();
    try (var statement = connection.createStatement();
        var facts = statement.executeQuery(FACTS)) {
      facts.next();
      var after = Instant.now();
      var middle = before.plus(Duration.between(before, after).dividedBy(2));
      database(facts);
      tls(facts);
      pooler(connection, facts.getInt("pid"));
      clock(Duration.between(middle, facts.getObject("now", OffsetDateTime.class).toInstant()));
      pool(facts.getInt("connections"));
      if (!facts.getBoolean("folds_case")) {
        findings.add(
            Finding.remark(
                "locale",
                "the database's is C: a search tells upper from lower case beyond a to z; others,"
                    + " such as C.UTF-8, do not"));
      }
      findings.add(
          Finding.ok(
              "zone",
              "database %s, this machine %s; the API answers in UTC"
                  .formatted(facts.getString("zone"), ZoneId.systemDefault())));
    }
  }

  private void database(ResultSet facts) throws SQLException {
    var server = url + ", PostgreSQL " + facts.getString("version");
    findings.add(
        facts.getBoolean("is_standby")
            ? Finding.fault(
                "database",
                server
                    + " is a standby, and takes no writes; name the primary, or all hosts with"
                    + " target_session_attrs=read-write")
            : Finding.ok("database", server));
  }

  private void tls(ResultSet facts) throws SQLException {
    if (facts.getBoolean("is_encrypted")) {
      findings.add(
          Finding.ok(
              "tls",
              "%s, %s, %s"
                  .formatted(facts.getString("tls"), facts.getString("cipher"), channelBinding())));
    } else if (isLocal()) {
      findings.add(Finding.remark("tls", "none, and the database is on this machine"));
    } else {
      findings.add(
          Finding.fault(
              "tls",
              "none: passwords of users and all they write can be read on the way; add"
                  + " sslmode=verify-full to DATABASE_URL, or sslmode=require"));
    }
  }

  /** The driver does not tell, so it is asked to insist. */
  private String channelBinding() {
    var parameters = new HashMap<>(url.parameters());
    parameters.put("channelBinding", "require");
    var insisting =
        new DatabaseUrl(url.hosts(), url.database(), url.user(), url.password(), parameters);
    try {
      insisting.connect(defaults()).close();
      return "channel binding";
    } catch (SQLException e) {
      return "no channel binding";
    }
  }

  private boolean isLocal() {
    return Stream.of(url.hosts().split(","))
        .allMatch(
            host ->
                host.startsWith("localhost")
                    || host.startsWith("127.")
                    || host.startsWith("[::1]"));
  }

  private void pooler(Connection connection, int pid) throws SQLException {
    if (connection.unwrap(PGConnection.class).getBackendPID() == pid) {
      return;
    }
    findings.add(
        config.migrateDatabaseUrl() == null
            ? Finding.fault(
                "pooler",
                "DATABASE_URL is a pooler's, which migrate refuses; set MIGRATE_DATABASE_URL to the"
                    + " database's own address")
            : Finding.ok("pooler", "migrate goes past it, by MIGRATE_DATABASE_URL"));
  }

  private void clock(Duration ahead) {
    var message =
        "the database's is %.1f s %s this machine's"
            .formatted(ahead.abs().toMillis() / 1000.0, ahead.isNegative() ? "behind" : "ahead of");
    findings.add(
        ahead.abs().compareTo(CLOCKS_APART) > 0
            ? Finding.fault("clock", message + "; let both follow the same time server")
            : Finding.ok("clock", message));
  }

  private void pool(int connections) {
    int size = config.pool().size();
    var message =
        "DB_POOL_SIZE is %d, and the server has %d connections for all"
            .formatted(size, connections);
    findings.add(
        size > connections
            ? Finding.fault("pool", message + "; lower it, or raise max_connections")
            : Finding.ok("pool", message + ": enough for " + connections / size + " servers"));
  }

  private void schema(Connection connection) throws SQLException {
    var state = new Schema(Migrations.packed()).of(connection);
    findings.add(
        state.fault() == null
            ? Finding.ok("revision", state.shown())
            : Finding.fault("revision", state.fault()));
  }
}
