/**
 * The front door: {@link kvetch.properties.Check} puts setups to the test of laws, {@link kvetch.properties.Explorer} goes through
 * all of a scope, {@link kvetch.properties.Sweep} through all raid_disks, and {@link kvetch.properties.Replay} runs one case
 * again and says what happens. How a case is drawn, run, watched and made small lives in the packages below; what a law is, in
 * {@link kvetch.properties.law}.
 */
@NullMarked
package kvetch.properties;

import org.jspecify.annotations.NullMarked;
