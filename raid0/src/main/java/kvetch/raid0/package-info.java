/**
 * The md/raid0 driver, faithful to the C integers: {@link kvetch.raid0.Raid0} runs a {@link kvetch.raid0.Mddev} of {@link
 * kvetch.raid0.Rdev}s as a {@link kvetch.raid0.KernelProfile} does, and a {@link kvetch.raid0.DriverProvider} plugs in one of
 * somebody's own. Sizes and positions are in sectors of 512 bytes. Machines and memory are in {@code kvetch.api}; laws, and
 * what judges a driver, in {@code kvetch.properties}.
 */
@NullMarked
package kvetch.raid0;

import org.jspecify.annotations.NullMarked;
