/**
 * The kernel's allocators, layered as in the kernel: a buddy allocator of page frames, size classes for kmalloc over it,
 * vmalloc over single pages of it, and kvmalloc over both. None is named elsewhere; the machine that they allocate from, and
 * what they promise, is in {@code kvetch.api}.
 */
@NullMarked
package kvetch.allocators;

import org.jspecify.annotations.NullMarked;
