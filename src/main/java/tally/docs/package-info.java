/** The contract, as a document and as a page to try it on. */
@NullMarked
package tally.docs;

import org.jspecify.annotations.NullMarked;
