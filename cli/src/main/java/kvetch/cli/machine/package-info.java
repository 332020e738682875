/** What a machine says of its arrays, in the words of sysfs, mdadm and lsblk; what none of them says stays unknown. */
@NullMarked
package kvetch.cli.machine;

import org.jspecify.annotations.NullMarked;
