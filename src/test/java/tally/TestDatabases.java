package tally;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The databases that tests have made on the server, to be dropped when the JVM ends. */
final class TestDatabases {
  static final TestDatabases OF_THIS_RUN = new TestDatabases(TestServer.start());

  /** Begins every name, and is followed by the time in seconds. */
  private static final String PREFIX = "tally_test_";

  private final TestServer server;
  private final String run;
  private final List<String> names = new ArrayList<>();

  private TestDatabases(TestServer server) {
    this.server = server;
    this.run = PREFIX + Instant.now().getEpochSecond() + "_" + ProcessHandle.current().pid();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-databases-close"));
    dropThoseOfKilledRuns();
  }

  /**
   * A copy of another one. Nobody may be connected to that.
   *
   * @param template its name; options may follow
   */
  synchronized String create(String template) {
    var name = run + "_" + names.size();
    server.execute("create database " + name + " template " + template);
    names.add(name);
    return server.url(name);
  }

  /** An empty one. Of the locales only C goes with every encoding. */
  String createInEncoding(String encoding) {
    // Before 15 there is no other one.
    var providers =
        server.query("select 1 where current_setting('server_version_num')::int >= 150000");
    return create(
        "template0 encoding '%s' lc_collate 'C' lc_ctype 'C'%s"
            .formatted(encoding, providers.isEmpty() ? "" : " locale_provider libc"));
  }

  /** No run takes an hour. */
  private void dropThoseOfKilledRuns() {
    var old =
        """
        select datname from pg_database
        where datname ~ '^%1$s\\d+_\\d+_\\d+$'
          and substr(datname, length('%1$s') + 1, 10)::bigint < extract(epoch from now()) - 3600
        """
            .formatted(PREFIX);
    for (var name : server.query(old)) {
      server.execute("drop database if exists " + name + " with (force)");
    }
  }

  private synchronized void close() {
    if (!server.isOurs()) {
      for (var name : names) {
        server.execute("drop database if exists " + name + " with (force)");
      }
    }
    server.close();
  }
}
