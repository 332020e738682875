/**
 * Where the sectors of one array go: how they are found on a simulated machine, and how a map is printed, as text and as
 * JSON. Pictures of arrays are in {@code kvetch.cli.picture}.
 */
@NullMarked
package kvetch.cli.map;

import org.jspecify.annotations.NullMarked;
