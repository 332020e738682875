/** What of a counterexample matters: the driver executed on an array of which one number is not known. */
@NullMarked
package kvetch.prove.matter;

import org.jspecify.annotations.NullMarked;
