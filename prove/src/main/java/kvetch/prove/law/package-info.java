/** Which lemmas a law rests on, and within which borders. */
@NullMarked
package kvetch.prove.law;

import org.jspecify.annotations.NullMarked;
