package tally.migrate.command;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tally.migrate.database.Database;
import tally.migrate.database.Session;
import tally.migrate.database.Unexpected;
import tally.migrate.failure.Exit;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.invocation.Suggestion;
import tally.migrate.lint.Catalog;
import tally.migrate.lint.Finding;
import tally.migrate.lint.Linter;
import tally.migrate.lint.Report;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Revision;
import tally.migrate.state.State;
import tally.migrate.state.StateReader;

/**
 * {@code lint [FILES]}: all files by their text, those that a database has not run by its catalog
 * too.
 *
 * <p>The database that the environment names is asked if it answers and has been migrated before.
 * An empty one, as builds have, would excuse everything: there, each table is a new one. One that
 * an option asks for must be there, and counts as it is.
 */
final class LintCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    if (arguments.has(Option.JSON) && arguments.has(Option.GITHUB)) {
      throw new Refusal(Exit.USAGE, "--json and --github are two forms of one answer: choose one");
    }
    List<Revision> revisions = revisions(invocation.chain());
    Set<String> wanted = wanted(arguments.arguments(), revisions);
    LintDatabase database = database(invocation);
    if (arguments.has(Option.PENDING)) {
      wanted.removeAll(names(revisions.subList(0, database.applied())));
    }
    Report report = Linter.lint(revisions, database.catalog());
    var answer =
        new LintAnswer(
            only(report.findings(), wanted),
            only(report.overlooked(), wanted),
            wanted.size(),
            database);
    answer.print(invocation.console(), arguments.has(Option.GITHUB));
  }

  private static List<Revision> revisions(Chain chain) {
    var revisions = new ArrayList<Revision>();
    for (int place = 1; place <= chain.head(); place++) {
      revisions.add(chain.at(place));
    }
    return revisions;
  }

  private static Set<String> names(List<Revision> revisions) {
    var names = new LinkedHashSet<String>();
    for (Revision revision : revisions) {
      names.add(revision.up().file());
      names.add(revision.down().file());
    }
    return names;
  }

  /** The files to report on: those that are named, with or without their directory; or all. */
  private static Set<String> wanted(List<String> words, List<Revision> revisions) {
    Set<String> names = names(revisions);
    if (words.isEmpty()) {
      return names;
    }
    var wanted = new LinkedHashSet<String>();
    for (String word : words) {
      String name = word.substring(word.lastIndexOf('/') + 1);
      if (!names.contains(name)) {
        throw new Refusal(
            Exit.USAGE,
            "There is no migration file '"
                + word
                + "'"
                + Suggestion.of(name, List.copyOf(names))
                + ". Files are named as in their directory, which --dir gives");
      }
      wanted.add(name);
    }
    return wanted;
  }

  private static List<Finding> only(List<Finding> findings, Set<String> files) {
    return findings.stream().filter(finding -> files.contains(finding.file())).toList();
  }

  private static LintDatabase database(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    Database database = invocation.database();
    if (arguments.has(Option.PENDING) || arguments.has(Option.DATABASE_URL)) {
      return read(invocation, database, null);
    }
    if (!invocation.connections().isGiven(null)) {
      return LintDatabase.NONE;
    }
    try {
      LintDatabase found = read(invocation, database, Duration.ZERO);
      return found.applied() == 0 ? LintDatabase.NONE : found;
    } catch (MigrationException e) {
      invocation.console().warn("The files are judged by their text alone. " + e.getMessage());
      return LintDatabase.NONE;
    }
  }

  private static LintDatabase read(
      Invocation invocation, Database database, @Nullable Duration wait) {
    try (Session session = wait == null ? database.open() : database.open(wait)) {
      State state = new StateReader(invocation.table()).read(session);
      int applied = state.place(invocation.chain());
      Catalog catalog = Catalog.read(session.connection(), applied);
      return new LintDatabase(database.address(), invocation.chain().id(applied), applied, catalog);
    } catch (SQLException e) {
      throw Unexpected.of(e);
    }
  }
}
