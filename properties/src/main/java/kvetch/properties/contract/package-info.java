/**
 * What is to be expected of an allocator by callers other than the driver: carries out the steps of a workload and takes note
 * of what goes wrong. What the driver does with an allocator is watched in {@code kvetch.properties.ledger}.
 */
@NullMarked
package kvetch.properties.contract;

import org.jspecify.annotations.NullMarked;
