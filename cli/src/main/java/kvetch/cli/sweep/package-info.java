/**
 * What every raid_disks comes to: {@link kvetch.cli.sweep.Swept} is one sweep, which is told on a terminal, to machines, and on a
 * page with a picture. Who sweeps is {@code kvetch.properties.Sweep}.
 */
@NullMarked
package kvetch.cli.sweep;

import org.jspecify.annotations.NullMarked;
