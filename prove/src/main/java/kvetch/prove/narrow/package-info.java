/** The driver with integers of other widths: its byte code, rewritten, on every array of a scope. */
@NullMarked
package kvetch.prove.narrow;

import org.jspecify.annotations.NullMarked;
