/**
 * Draws cases: arrays, and workloads for an allocator alone. Chance comes from a seed and from nowhere else. What a case is
 * lives in {@code kvetch.properties.cases}, and which laws draw from which population in {@code kvetch.properties.law}.
 */
@NullMarked
package kvetch.properties.gen;

import org.jspecify.annotations.NullMarked;
