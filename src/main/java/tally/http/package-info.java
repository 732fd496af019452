/** What every endpoint needs: problems and their mapper, input, answers, the access log. */
@NullMarked
package tally.http;

import org.jspecify.annotations.NullMarked;
