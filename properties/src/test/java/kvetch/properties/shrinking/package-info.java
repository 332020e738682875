/** A yardstick: the public shrinking challenge, with jqwik alone and with passes like those of the minimiser after it. */
@NullMarked
package kvetch.properties.shrinking;

import org.jspecify.annotations.NullMarked;
