/**
 * What was plugged in: finds allocators, drivers and laws, one by one, and says what is wrong with those that cannot be used.
 */
@NullMarked
package kvetch.properties.plug;

import org.jspecify.annotations.NullMarked;
