/**
 * The kernel's allocators, layered as in the kernel: a buddy allocator of page frames, size classes for kmalloc over it,
 * vmalloc over single pages of it, and kvmalloc over both.
 */
@NullMarked
package kvetch.allocators;

import org.jspecify.annotations.NullMarked;
