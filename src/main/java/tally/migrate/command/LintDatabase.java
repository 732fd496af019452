package tally.migrate.command;

import org.jspecify.annotations.Nullable;
import tally.migrate.lint.Catalog;

/**
 * The database that findings are judged by.
 *
 * @param address without its password; null where there is none
 * @param revision where it is, null for base
 * @param applied how many revisions it has
 */
record LintDatabase(
    @Nullable String address, @Nullable String revision, int applied, Catalog catalog) {

  static final LintDatabase NONE = new LintDatabase(null, null, 0, Catalog.none());
}
