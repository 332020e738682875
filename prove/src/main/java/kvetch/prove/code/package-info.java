/** Byte code, executed on formulas. */
@NullMarked
package kvetch.prove.code;

import org.jspecify.annotations.NullMarked;
