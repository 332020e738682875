/** What happens to a case while its life is led, step by step. Who leads it, and who reads it, is elsewhere. */
@NullMarked
package kvetch.properties.trace;

import org.jspecify.annotations.NullMarked;
