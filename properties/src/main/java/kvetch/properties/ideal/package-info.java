/**
 * The array as the words of the laws have it, with no driver in it, and the sectors of an array that are worth a look. It is
 * what laws compare with; what a driver made of an array is in {@code kvetch.properties.run}.
 */
@NullMarked
package kvetch.properties.ideal;

import org.jspecify.annotations.NullMarked;
