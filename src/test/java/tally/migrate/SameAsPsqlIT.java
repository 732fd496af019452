package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.migrate.database.Notices;
import tally.migrate.database.Pipeline;
import tally.migrate.database.PipelineException;
import tally.migrate.database.Session;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.revision.SqlTexts;
import tally.migrate.script.ScriptGrammar;
import tally.migrate.script.SqlStatement;

/**
 * Random scripts, split here and executed one statement after the other, against the same text run
 * by psql: the same error or none, and the same catalog and rows afterwards. A failure names its
 * seed: {@code -Dseed=…} repeats it; {@code -Dscripts=…} and {@code -Dseconds=…} set how many there
 * are at most.
 */
class SameAsPsqlIT {
  private static final String DONE = "done";
  private static final String REFUSED = "refused";
  private static final int SCRIPTS = Integer.getInteger("scripts", 300);
  private static final long SECONDS = Long.getLong("seconds", 25);

  /** All that a script left in its schema, a line each. */
  private static final String LEFT =
      """
      with things as (
        select c.relnamespace as schema, format('%s %s: %s', c.relkind, c.relname,
          (select string_agg(concat_ws(' ', a.attname, a.atttypid::regtype, a.attnotnull,
              pg_get_expr(d.adbin, d.adrelid)), ', ' order by a.attnum)
            from pg_attribute a left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            where a.attrelid = c.oid and a.attnum > 0)) as thing
        from pg_class c
        union all select c.relnamespace, format('rows of %s: %s', c.relname, query_to_xml(
            format('select to_jsonb(x)::text from %s x order by 1', c.oid::regclass), true, true, ''))
        from pg_class c where c.relkind in ('r', 'v') and c.relnamespace::regnamespace::text ~ '^s\\d+$'
        union all select c.relnamespace, format('comment on %s: %s', c.relname, d.description)
        from pg_class c join pg_description d on (d.classoid, d.objoid) = ('pg_class'::regclass, c.oid)
        union all select connamespace, format('constraint %s: %s', conname, pg_get_constraintdef(oid))
        from pg_constraint
        union all select c.relnamespace, pg_get_ruledef(r.oid)
        from pg_rewrite r join pg_class c on c.oid = r.ev_class
        union all select pronamespace, pg_get_functiondef(oid) from pg_proc where prokind in ('f', 'p')
        union all select oprnamespace, format('operator %s', oid::regoperator) from pg_operator
      )
      select n.nspname, thing from things join pg_namespace n on n.oid = schema
      where n.nspname ~ '^s\\d+$'
      """;

  @TempDir private Path folder;

  @Test
  void aScriptDoesWhatPsqlDoesWithIt() throws Exception {
    assumeTrue(Psql.isInstalled());
    long seed = Long.getLong("seed", 1);
    System.out.println("SameAsPsqlIT: -Dseed=" + seed);
    var ours = new Project(folder);
    var theirs = new Project(folder);
    String schemas = schemas();
    ours.execute(schemas);
    theirs.execute(schemas);
    var psql = new Psql(theirs.url(), folder);
    var scripts = new TreeMap<String, String>();
    var outcomes = new TreeMap<String, Integer>();
    long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
    try (var session = new Session(ours.connect())) {
      for (int i = 0; i < SCRIPTS && System.nanoTime() < deadline; i++) {
        String schema = "s" + i;
        String text = new ScriptGrammar(new SplittableRandom(seed + i)).script();
        String about = "-Dseed=" + (seed + i) + " -Dscripts=1\n" + text;
        String outcome = run(session, schema, text);
        String expected = psql.run(schema, text);
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome.equals(REFUSED)) {
          // Before anything ran; psql has run what stands before the fault.
          assertNotEquals(DONE, expected, about);
        } else {
          assertEquals(expected, outcome, about);
          scripts.put(schema, about);
        }
      }
    }
    System.out.println("SameAsPsqlIT: " + outcomes);

    Map<String, Set<String>> expected = left(theirs);
    Map<String, Set<String>> left = left(ours);
    scripts.forEach(
        (schema, about) -> {
          Set<String> missing = expected.getOrDefault(schema, new TreeSet<>());
          Set<String> added = left.getOrDefault(schema, new TreeSet<>());
          Set<String> same = new TreeSet<>(missing);
          same.retainAll(added);
          missing.removeAll(same);
          added.removeAll(same);
          assertEquals(missing, added, about);
        });
    int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(outcomes.getOrDefault(DONE, 0) > all / 2, "most mean nothing: " + outcomes);
  }

  private static String schemas() {
    return IntStream.range(0, SCRIPTS)
        .mapToObj(i -> "create schema s" + i)
        .collect(Collectors.joining(";"));
  }

  /** What the migrator does with a file without a transaction, less its own statements. */
  private static String run(Session session, String schema, String text) throws SQLException {
    session.execute("discard all");
    session.execute("set search_path = " + schema);
    try {
      for (SqlStatement statement : SqlTexts.statements(text)) {
        if (statement.copyData() != null) {
          session.copy(statement.text(), statement.copyData());
        } else {
          var pipeline = new Pipeline(session.connection());
          pipeline.add(statement.text());
          pipeline.run(Notices.IGNORED);
        }
      }
      return DONE;
    } catch (InvalidFilesException e) {
      return REFUSED;
    } catch (PipelineException e) {
      return state(e.sqlException());
    } catch (SQLException e) {
      return state(e);
    }
  }

  private static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "no state");
  }

  /** By schema. */
  private static Map<String, Set<String>> left(Project project) throws SQLException {
    var left = new TreeMap<String, Set<String>>();
    try (var connection = project.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(LEFT)) {
      while (row.next()) {
        left.computeIfAbsent(row.getString(1), schema -> new TreeSet<>()).add(row.getString(2));
      }
    }
    return left;
  }
}
