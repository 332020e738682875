/**
 * Where code of somebody else's is called: watched, timed, kept from the standard output, and named when it throws, hangs, or ends
 * the process. Processes of their own live in {@code kvetch.properties.isolation}.
 */
@NullMarked
package kvetch.properties.sandbox;

import org.jspecify.annotations.NullMarked;
