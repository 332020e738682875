/** The solver. */
@NullMarked
package kvetch.prove.solve;

import org.jspecify.annotations.NullMarked;
