package tally;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import tally.db.DatabaseUrl;

/** How PostgreSQL runs what a SQL object sends: the statement is explained before it goes out. */
public final class QueryPlans {
  private final Jdbi jdbi;
  private final List<String> plans = new ArrayList<>();

  /** The plans in the database at this address, which has its statistics. */
  public QueryPlans(String databaseUrl, Class<?> row) {
    var url = DatabaseUrl.parse(databaseUrl);
    jdbi = Jdbi.create(url.jdbcUrl(), url.properties()).installPlugin(new SqlObjectPlugin());
    jdbi.registerRowMapper(ConstructorMapper.factory(row));
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            plans.add(plan(context));
          }
        });
  }

  /** Expects that the statements of a list walk an index, sort nothing and pass over no row. */
  public <D> void expectIndexWalk(Class<D> dao, Function<D, List<?>> list) {
    plans.clear();
    assertFalse(list.apply(jdbi.onDemand(dao)).isEmpty(), "a plan for nothing proves nothing");
    for (var plan : plans) {
      for (var other : List.of("Sort", "Seq Scan", "Bitmap")) {
        assertFalse(plan.contains(other), plan);
      }
      int walk = plan.lastIndexOf("Index Scan");
      assertTrue(walk >= 0 && plan.indexOf("Filter:", walk) < 0, plan);
    }
  }

  /** Expects that the statements of a search find their rows by an index, and sort only those. */
  public <D> void expectSearch(Class<D> dao, String index, Function<D, List<?>> list) {
    plans.clear();
    assertFalse(list.apply(jdbi.onDemand(dao)).isEmpty(), "a plan for nothing proves nothing");
    for (var plan : plans) {
      assertFalse(plan.contains("Seq Scan"), plan);
      assertTrue(plan.contains("Index Scan on " + index), plan);
    }
  }

  /** Expects that the statements of a search read nobody else's rows. */
  public <D> void expectOwnerIndex(Class<D> dao, String condition, Function<D, List<?>> list) {
    plans.clear();
    assertFalse(list.apply(jdbi.onDemand(dao)).isEmpty(), "a plan for nothing proves nothing");
    for (var plan : plans) {
      assertFalse(plan.contains("Seq Scan"), plan);
      assertTrue(
          plan.lines().anyMatch(line -> line.contains("Index Cond") && line.contains(condition)),
          plan);
    }
  }

  private static String plan(StatementContext context) {
    // The driver writes the values in their places.
    var sql = "explain (costs off) " + context.getStatement();
    try (var statement = context.getConnection().createStatement();
        var rows = statement.executeQuery(sql)) {
      var plan = new StringBuilder();
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
      return plan.append(sql).toString();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
