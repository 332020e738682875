/**
 * Kvetch as a plain library. {@link kvetch.Kvetch#check} is what {@code kvetch check} does, and what it does it with;
 * {@link kvetch.Kvetch#rig} starts one array, or has a law judge it. Neither prints anything nor ends anything.
 */
@NullMarked
package kvetch;

import org.jspecify.annotations.NullMarked;
