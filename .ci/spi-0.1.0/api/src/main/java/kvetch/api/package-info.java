/**
 * The SPI of Kvetch and the values it speaks in.
 *
 * <p>The author of an allocator needs two types: {@link kvetch.api.AllocatorProvider}, which names the allocator and makes
 * one for each booted machine, and {@link kvetch.api.Allocator}, which serves requests. What the allocator may use of the
 * machine is in {@link kvetch.api.Machine}: page frames, the kernel's other allocators, memory, the log and warnings. What it
 * cannot do, it says in {@link kvetch.api.Capabilities}.
 *
 * <p>A complete one, which serves every request with whole pages of its own:
 *
 * <pre>{@code
 * package com.example.pagewise;
 *
 * import kvetch.api.Address;
 * import kvetch.api.Allocator;
 * import kvetch.api.AllocatorProvider;
 * import kvetch.api.Capabilities;
 * import kvetch.api.Family;
 * import kvetch.api.Gfp;
 * import kvetch.api.Machine;
 * import kvetch.api.MachineProfile;
 * import kvetch.api.PageFrames;
 *
 * public final class PagewiseProvider implements AllocatorProvider {
 *     @Override
 *     public String name() {
 *         return "pagewise";
 *     }
 *
 *     @Override
 *     public String description() {
 *         return "whole pages for every request; freed with kfree";
 *     }
 *
 *     @Override
 *     public Family family() {
 *         return Family.KMALLOC;
 *     }
 *
 *     @Override
 *     public Capabilities capabilities(MachineProfile machine) {
 *         return Capabilities.NONE.contiguousOnly().withLargestBytes(largest(machine));
 *     }
 *
 *     private static long largest(MachineProfile machine) {
 *         return (long) machine.pageSize() << machine.maxPageOrder();
 *     }
 *
 *     @Override
 *     public Allocator create(Machine machine) {
 *         PageFrames pages = machine.pages();
 *         int pageSize = machine.profile().pageSize();
 *         return new Allocator() {
 *             @Override
 *             public long alloc(long bytes, int gfp) {
 *                 if (bytes == 0) return Address.ZERO_SIZE_PTR;
 *                 // Sizes are unsigned, and what is too large is refused without a WARN.
 *                 if (Long.compareUnsigned(bytes, largest(machine.profile())) > 0) return Address.NULL;
 *                 return pages.allocPages(PageFrames.getOrder(bytes, pageSize), gfp | Gfp.COMP);
 *             }
 *
 *             @Override
 *             public void free(long address) {
 *                 if (!Address.isZeroOrNull(address)) pages.freePages(address, pages.compoundOrder(address));
 *             }
 *
 *             @Override
 *             public long ksize(long address) {
 *                 return (long) pageSize << pages.compoundOrder(address);
 *             }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>Its module descriptor, and the one line of {@code META-INF/services/kvetch.api.AllocatorProvider} for the class path:
 *
 * <pre>{@code
 * module com.example.pagewise {
 *     requires kvetch.api;
 *
 *     provides kvetch.api.AllocatorProvider with com.example.pagewise.PagewiseProvider;
 * }
 * }</pre>
 *
 * <pre>{@code
 * com.example.pagewise.PagewiseProvider
 * }</pre>
 */
@NullMarked
package kvetch.api;

import org.jspecify.annotations.NullMarked;
