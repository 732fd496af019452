package tally.migrate;

import java.io.File;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tally.migrate.command.Command;
import tally.migrate.console.Console;
import tally.migrate.console.Terminal;
import tally.migrate.database.Connections;
import tally.migrate.database.Interruption;
import tally.migrate.database.SqlState;
import tally.migrate.failure.MigrationException;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revisions;
import tally.migrate.revision.SqlFiles;
import tally.migrate.script.SqlFile;
import tally.migrate.state.VersionTable;

/** A set of migration files, for a program that serves the database they make. */
public final class Migrations {
  private final Chain chain;

  private Migrations(List<SqlFile> files) {
    this.chain = new Chain(Revisions.read(files));
  }

  /**
   * The files that were packed into this program.
   *
   * @throws MigrationException if they are not in order
   */
  public static Migrations packed() {
    return new Migrations(SqlFiles.packed());
  }

  /**
   * The files of a directory.
   *
   * @throws MigrationException if they are not in order
   */
  public static Migrations in(File directory) {
    return new Migrations(SqlFiles.in(directory));
  }

  /** The id of the last revision, null where there are no files. */
  public @Nullable String head() {
    return chain.id(chain.head());
  }

  /**
   * Where a database is; one small query, which creates nothing.
   *
   * @param connection in autocommit mode
   */
  public DatabaseState state(Connection connection) throws SQLException {
    String sql = "select version_num from " + VersionTable.ALEMBIC.quoted() + " limit 2";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      String version = row.next() ? row.getString(1) : null;
      return row.next()
          ? new DatabaseState(DatabaseState.Relation.UNKNOWN, version)
          : new DatabaseState(relation(version), version);
    } catch (SQLException e) {
      if (SqlState.is(e, SqlState.NO_SUCH_TABLE)) {
        return new DatabaseState(DatabaseState.Relation.NO_VERSION_TABLE, null);
      }
      throw e;
    }
  }

  private DatabaseState.Relation relation(@Nullable String version) {
    int place = version == null ? 0 : chain.place(version);
    if (version != null && place == 0) {
      return chain.isLater(version) ? DatabaseState.Relation.AHEAD : DatabaseState.Relation.UNKNOWN;
    }
    return place == chain.head() ? DatabaseState.Relation.AT_HEAD : DatabaseState.Relation.BEHIND;
  }

  /**
   * Does what the command {@code migrate upgrade head} does, except that it leaves the handling of
   * signals to the program around it. Any number of processes may do so at once.
   *
   * @param connections asked with no address
   * @param messages where it says what it does
   * @throws MigrationException if it is refused or fails
   */
  public void upgrade(Connections connections, PrintStream messages) {
    var console = new Console(messages, messages, false, false, false, Terminal.NONE);
    Command.of(CommandName.UPGRADE)
        .run(
            new Invocation(
                Arguments.parse(List.of("upgrade")),
                chain,
                connections,
                console,
                new Interruption()));
  }
}
