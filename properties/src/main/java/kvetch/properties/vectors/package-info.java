/**
 * Recordings of real kernels, and the model held against them. {@link kvetch.properties.vectors.Conformance} reads a file of
 * recordings and returns a {@link kvetch.properties.vectors.FileReport}, or an {@link kvetch.properties.vectors.InputError}
 * where the file is not one. How the model does what is compared lives in {@code kvetch.raid0}; kernels that nobody recorded
 * are not held against anything here but by name.
 */
@NullMarked
package kvetch.properties.vectors;

import org.jspecify.annotations.NullMarked;
