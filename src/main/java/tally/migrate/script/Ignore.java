package tally.migrate.script;

/**
 * A finding of the linter that the file's author accepts, from {@code -- migrate: ignore RULE
 * REASON} before a statement.
 *
 * @param line where the directive stands, from 1
 */
public record Ignore(String rule, String reason, int line) {}
