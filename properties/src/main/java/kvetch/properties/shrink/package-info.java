/**
 * Makes counterexamples small, to one normal form, and says what is to be said of the defect that is left. Which cases are
 * tried is its own; how each is examined is not.
 */
@NullMarked
package kvetch.properties.shrink;

import org.jspecify.annotations.NullMarked;
