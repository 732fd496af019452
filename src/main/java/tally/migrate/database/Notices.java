package tally.migrate.database;

import java.sql.SQLWarning;

/** Where the server's notices go, of which {@code drop … if exists} makes many. */
public interface Notices {
  Notices IGNORED =
      new Notices() {
        @Override
        public void notice(SQLWarning warning) {}
      };

  void notice(SQLWarning warning);
}
