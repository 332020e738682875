/**
 * Runs one case and has laws judge it: boots a machine, starts the array or leads it through its life, and looks at it. Which
 * cases, how many, and what becomes of a violation is decided elsewhere.
 */
@NullMarked
package kvetch.properties.run;

import org.jspecify.annotations.NullMarked;
