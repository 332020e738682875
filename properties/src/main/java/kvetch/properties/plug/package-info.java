/**
 * What was plugged in: finds allocators, drivers and laws, one by one, and says what is wrong with those that cannot be used.
 * How their code is kept apart when it runs lives in {@code kvetch.properties.sandbox}.
 */
@NullMarked
package kvetch.properties.plug;

import org.jspecify.annotations.NullMarked;
