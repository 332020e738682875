/**
 * What users type: numbers, sizes, ranges, names of kernels, allocators and laws, and the options that several commands share.
 * Options of one command alone are in its class.
 */
@NullMarked
package kvetch.cli.options;

import org.jspecify.annotations.NullMarked;
