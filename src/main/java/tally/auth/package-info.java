/** Users, sessions and tokens. */
@NullMarked
package tally.auth;

import org.jspecify.annotations.NullMarked;
