package tally.migrate.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The way to the database, as the program around the migrator knows it. */
public interface Connections {
  /**
   * Opens a connection of pgjdbc, in autocommit mode. Called again when a connection broke, and for
   * a second one to see who blocks the first.
   *
   * @param databaseUrl what {@code --database-url} gave, null where it was not given
   * @param properties pgjdbc's, to be handed on; what the address itself says goes first
   * @throws SQLException if that fails; the migrator sees by its state whether to wait and try
   *     again
   */
  Connection open(@Nullable String databaseUrl, Properties properties) throws SQLException;

  /**
   * The way to another database of the same server, as the same role.
   *
   * @param databaseUrl as in {@link #open}; what the answer is asked for has none
   * @throws SQLException if the address cannot be read
   */
  Connections toDatabase(@Nullable String databaseUrl, String database) throws SQLException;

  /**
   * Whether somebody has said which database it is. If not, it may be one of the program's own that
   * has to be started first: only a command that needs a database asks for it then.
   *
   * @param databaseUrl as in {@link #open}
   */
  default boolean isGiven(@Nullable String databaseUrl) {
    return true;
  }

  /** From here on a database that does not exist is not made. */
  default void onlyLook() {}

  /**
   * Where the address came from, for people.
   *
   * @param databaseUrl as in {@link #open}
   */
  default String source(@Nullable String databaseUrl) {
    return "--database-url, MIGRATE_DATABASE_URL or DATABASE_URL";
  }

  /**
   * The address for people, its password masked: {@code postgresql://ann:***@host:5432/app}.
   *
   * @param databaseUrl as in {@link #open}
   */
  String describe(@Nullable String databaseUrl);
}
