/** One array in both layouts, or on two kernels: what is the same, decided zone by zone for every sector. */
@NullMarked
package kvetch.cli.compare;

import org.jspecify.annotations.NullMarked;
