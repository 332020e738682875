/**
 * Where cases are run: on a thread of this process, or in a process of its own for what was plugged in. Nothing is told that does
 * not show again on a fresh machine.
 */
@NullMarked
package kvetch.properties.isolation;

import org.jspecify.annotations.NullMarked;
