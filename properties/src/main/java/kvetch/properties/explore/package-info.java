/**
 * The inner parts of an exploration: a {@code Walk} goes through the arrays of a {@code Ground}, with a {@code Walker} on each
 * thread, each array with each kernel and allocator in a {@code Pass}; and what becomes of what they find. What there is to go
 * through and what came of it is said in {@code kvetch.properties}, and what a law tries on an array in the law.
 */
@NullMarked
package kvetch.properties.explore;

import org.jspecify.annotations.NullMarked;
