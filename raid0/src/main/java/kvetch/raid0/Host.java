package kvetch.raid0;

import java.util.function.Function;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.Memory;

/**
 * What a driver runs on.
 *
 * @param kernel which kernel's driver it is
 * @param machine the machine it runs on
 * @param memory what it reads and writes through
 * @param tables serves strip_zone and devlist
 * @param allocators the kernel's own: conf comes from kmalloc, and so on
 */
public record Host(
        KernelProfile kernel,
        Machine machine,
        Memory memory,
        Allocator tables,
        Function<Family, Allocator> allocators) {}
