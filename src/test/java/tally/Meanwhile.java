package tally;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import tally.db.DatabaseUrl;

/** SQL objects between any two statements of which somebody else runs one. */
public record Meanwhile(TestApp server, String sql) {
  /**
   * What makes them.
   *
   * @param rows the records that they return
   */
  public Jdbi jdbi(Class<?>... rows) {
    var url = DatabaseUrl.parse(server.databaseUrl());
    var jdbi = Jdbi.create(url.jdbcUrl(), url.properties()).installPlugin(new SqlObjectPlugin());
    for (var row : rows) {
      jdbi.registerRowMapper(ConstructorMapper.factory(row));
    }
    return jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            server.execute(sql);
          }
        });
  }
}
