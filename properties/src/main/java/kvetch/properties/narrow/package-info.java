/** The driver with integers of other widths, on all arrays of a scope. What is here is asked and answered; who does it is elsewhere. */
@NullMarked
package kvetch.properties.narrow;

import org.jspecify.annotations.NullMarked;
