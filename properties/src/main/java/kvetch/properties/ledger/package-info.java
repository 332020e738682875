/**
 * Stands between the driver and its allocators, knows each block, and takes note of what goes wrong with one. It knows no
 * law. What an allocator owes to other callers is in {@code kvetch.properties.contract}.
 */
@NullMarked
package kvetch.properties.ledger;

import org.jspecify.annotations.NullMarked;
