package tally.migrate.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script, as it is sent to the server.
 *
 * @param text the statement without its closing semicolon and without the comments around it
 * @param line where it begins in its file, from 1
 * @param column the code point in that line at which it begins, from 1
 * @param copyData the lines after {@code COPY … FROM STDIN} without the closing {@code \.}, null
 *     for every other statement
 * @param ignores the linter's findings that are accepted for this statement
 */
public record SqlStatement(
    String text, int line, int column, @Nullable String copyData, List<Ignore> ignores) {}
