/**
 * Makes counterexamples small, to one normal form, and says what is to be said of the defect that is left.
 */
@NullMarked
package kvetch.properties.shrink;

import org.jspecify.annotations.NullMarked;
