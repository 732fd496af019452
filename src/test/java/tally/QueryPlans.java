package tally;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import tally.db.DatabaseUrl;

/**
 * How PostgreSQL runs what a SQL object sends: the statement is explained before it goes out. With
 * {@code -Dplans.table=FILE} each one is timed, too, and told of in a line of the file.
 */
public final class QueryPlans {
  private static final String TABLE = System.getProperty("plans.table", "");
  private static final int RUNS = 5;
  private static final Pattern INDEX =
      Pattern.compile("Scan.* (?:on|using) ((?:ix|pk)_\\w+|\\w+_pkey)");
  private static final Pattern TIME = Pattern.compile("Execution Time: ([\\d.]+) ms");

  private final DatabaseUrl url;
  private final Jdbi jdbi;
  private final List<String> plans = new ArrayList<>();
  private double millis;

  /** The plans in the database at this address, which has its statistics. */
  public QueryPlans(String databaseUrl, Class<?>... rows) {
    url = DatabaseUrl.parse(databaseUrl);
    jdbi = Jdbi.create(url.jdbcUrl(), url.properties()).installPlugin(new SqlObjectPlugin());
    for (var row : rows) {
      jdbi.registerRowMapper(ConstructorMapper.factory(row));
    }
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            plans.add(explain("(costs off)", context));
            if (!TABLE.isEmpty()) {
              millis += millis(context);
            }
          }
        });
  }

  /** Expects that the statement of a list walks an index, sorts nothing and passes over no row. */
  public <D> void expectIndexWalk(String name, Class<D> dao, Function<D, List<?>> list) {
    assertTrue(run(name, dao, list) > 0, name + ": a plan for nothing proves nothing");
    for (var plan : plans) {
      for (var other : List.of("Sort", "Seq Scan", "Bitmap")) {
        assertFalse(plan.contains(other), plan);
      }
      int walk = plan.lastIndexOf("Index Scan");
      // Of what is being deleted for good there are at most a few.
      int filter =
          plan.replace("Filter: (deleted_at IS DISTINCT FROM '1970", "").indexOf("Filter:", walk);
      assertTrue(walk >= 0 && filter < 0, plan);
    }
  }

  /** Expects that rows are found by an index. */
  public <D> void expectIndex(String name, Class<D> dao, Function<D, List<?>> rows) {
    assertTrue(run(name, dao, rows) > 0, name + ": a plan for nothing proves nothing");
    for (var plan : plans) {
      assertFalse(plan.contains("Seq Scan"), plan);
    }
  }

  /** Expects that a search asks no index for the text, and reads nobody else's rows. */
  public <D> void expectNearSearch(String name, Class<D> dao, Function<D, List<?>> list) {
    run(name, dao, list);
    for (var plan : plans) {
      assertFalse(plan.contains("Seq Scan"), plan);
      // Its index may be the shortest way to an owner of few rows, though.
      assertFalse(plan.lines().anyMatch(line -> line.matches(".*Index Cond:.*~~.*")), plan);
    }
  }

  /** Expects that a search asks an index for the text in the end. */
  public <D> void expectSearch(String name, String index, Class<D> dao, Function<D, List<?>> list) {
    run(name, dao, list);
    for (var plan : plans) {
      assertFalse(plan.contains("Seq Scan"), plan);
    }
    assertTrue(plans.stream().anyMatch(plan -> plan.contains("Index Scan on " + index)), name);
  }

  /** What a SQL object answers. */
  public <D, R> R ask(Class<D> dao, Function<D, R> question) {
    return question.apply(dao(dao));
  }

  /** A SQL object. */
  public <D> D dao(Class<D> type) {
    return jdbi.onDemand(type);
  }

  private <D> int run(String name, Class<D> dao, Function<D, List<?>> list) {
    plans.clear();
    millis = 0;
    int rows = ask(dao, list).size();
    if (!TABLE.isEmpty()) {
      tell(name, rows);
    }
    return rows;
  }

  private void tell(String name, int rows) {
    var indexes = new TreeSet<String>();
    for (var plan : plans) {
      INDEX.matcher(plan).results().forEach(found -> indexes.add(found.group(1)));
    }
    var line =
        String.format(
            Locale.ROOT,
            "%8.2f ms %4d  %-60s %s%n",
            millis,
            rows,
            name,
            String.join(", ", indexes));
    try {
      Files.writeString(Path.of(TABLE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The median of some runs. */
  private static double millis(StatementContext context) {
    return DoubleStream.generate(() -> onceMillis(context))
        .limit(RUNS)
        .sorted()
        .skip(RUNS / 2)
        .findFirst()
        .orElseThrow();
  }

  private static double onceMillis(StatementContext context) {
    var matcher = TIME.matcher(explain("(analyze, timing off)", context));
    assertTrue(matcher.find());
    return Double.parseDouble(matcher.group(1));
  }

  private static String explain(String options, StatementContext context) {
    // The driver writes the values in their places.
    var sql = "explain " + options + " " + context.getStatement();
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
