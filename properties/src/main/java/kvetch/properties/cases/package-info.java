/**
 * What is tried: an array with its life, or the steps of a workload, on a machine; and how it is written as text. How cases are
 * drawn lives in {@code kvetch.properties.gen}.
 */
@NullMarked
package kvetch.properties.cases;

import org.jspecify.annotations.NullMarked;
