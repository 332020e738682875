/** Numbers and truths as formulas. */
@NullMarked
package kvetch.prove.term;

import org.jspecify.annotations.NullMarked;
