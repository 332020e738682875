/**
 * Runs one case and has laws judge it: has a machine booted, starts the array or leads it through its life, looks at it, and
 * tells a trace of it to whoever listens. Which cases, how many, and what becomes of a violation is decided elsewhere.
 */
@NullMarked
package kvetch.properties.run;

import org.jspecify.annotations.NullMarked;
