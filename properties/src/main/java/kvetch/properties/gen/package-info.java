/**
 * Draws cases: arrays, and workloads for an allocator alone. Chance comes from a seed and from nowhere else.
 */
@NullMarked
package kvetch.properties.gen;

import org.jspecify.annotations.NullMarked;
