/**
 * What is put to the test, a kernel's driver with an allocator, and the one place that boots it; and the allocators that
 * there are to choose from. What happens on the machine afterwards is led from {@code kvetch.properties.run}.
 */
@NullMarked
package kvetch.properties.setup;

import org.jspecify.annotations.NullMarked;
