/**
 * The laws, and the engine that puts a kernel and an allocator to the test. {@link kvetch.properties.Check} runs laws and
 * returns a {@link kvetch.properties.Verdict} for each.
 */
@NullMarked
package kvetch.properties;

import org.jspecify.annotations.NullMarked;
