/** Writes what a package of Kvetch brings besides the program, from the command line's own model: manual pages and completion. */
@NullMarked
package kvetch.dist;

import org.jspecify.annotations.NullMarked;
