/** What the server measures of itself, for Prometheus. */
@NullMarked
package tally.metrics;

import org.jspecify.annotations.NullMarked;
