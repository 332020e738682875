/**
 * Where cases are run: on a thread of this process, or in a process of its own for what was plugged in. Nothing is told that
 * does not show again on a fresh machine. What comes of a case is found in {@code kvetch.properties.run}; how one call of
 * such code is watched, in {@code kvetch.properties.sandbox}.
 */
@NullMarked
package kvetch.properties.isolation;

import org.jspecify.annotations.NullMarked;
