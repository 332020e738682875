/**
 * Stands between the driver and its allocators, knows each block, and takes note of what goes wrong with one. It knows no law.
 */
@NullMarked
package kvetch.properties.ledger;

import org.jspecify.annotations.NullMarked;
