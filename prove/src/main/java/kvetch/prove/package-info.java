/** The prover: has lemmas decided, and looks for arrays beyond their borders. */
@NullMarked
package kvetch.prove;

import org.jspecify.annotations.NullMarked;
