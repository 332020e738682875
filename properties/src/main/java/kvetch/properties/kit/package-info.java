/**
 * The conformance kit: extend {@link kvetch.properties.kit.AllocatorConformance} in the test tree of your allocator and give
 * it your provider.
 */
@NullMarked
package kvetch.properties.kit;

import org.jspecify.annotations.NullMarked;
