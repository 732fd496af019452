package tally.cli;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tally.SchemaCheck;
import tally.migrate.DatabaseState.Relation;
import tally.migrate.Migrations;
import tally.migrate.database.Connections;
import tally.migrate.database.DatabaseEncoding;
import tally.migrate.failure.MigrationException;

/** What this jar's migrations make of a database. */
public final class Schema implements SchemaCheck {
  private static final String COMMAND = "java -jar app.jar migrate upgrade head";

  private final Migrations migrations;

  /** The schema that some migrations make; the server's own are {@link Migrations#packed()}. */
  public Schema(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public State of(Connection connection) throws SQLException {
    var state = migrations.state(connection);
    var revision = shown(state.revision());
    var encoding = DatabaseEncoding.fault(connection);
    if (encoding != null) {
      return new State(revision, null, encoding);
    }
    return switch (state.relation()) {
      case AT_HEAD -> new State(revision, "head", null);
      case AHEAD -> new State(revision, "newer than this release", null);
      case BEHIND ->
          new State(
              revision,
              null,
              "The database is at %s, this release needs %s; run: %s"
                  .formatted(revision, shown(migrations.head()), COMMAND));
      case UNKNOWN ->
          new State(
              revision,
              null,
              "The database is at a revision that this release does not know; see: migrate status");
      case NO_VERSION_TABLE ->
          new State(revision, null, "The database is not migrated; run: " + COMMAND);
    };
  }

  /**
   * Brings a database to head. One that a newer release has migrated is left alone: it has all that
   * this one needs.
   *
   * @throws MigrationException if it is refused or fails
   */
  void upgrade(Connections connections, PrintStream progress) {
    var ahead = ahead(connections);
    if (ahead == null) {
      migrations.upgrade(connections, progress);
    } else {
      progress.println(
          "The database is at %s, which is newer than this release; it is left as it is."
              .formatted(ahead));
    }
  }

  /** The revision of a database that a newer release has migrated, null for any other. */
  private @Nullable String ahead(Connections connections) {
    try (var connection = connections.open(null, new Properties())) {
      var state = migrations.state(connection);
      return state.relation() == Relation.AHEAD ? state.revision() : null;
    } catch (SQLException e) {
      // It may be coming up; the upgrade waits for it, and says what is wrong.
      return null;
    }
  }

  private static String shown(@Nullable String revision) {
    return revision == null ? "base" : revision;
  }
}
