/**
 * What was seen to go wrong: the kinds of evidence, and the faults of memory. Which law a fault breaks, the law knows; whoever
 * notes one does not.
 */
@NullMarked
package kvetch.properties.evidence;

import org.jspecify.annotations.NullMarked;
