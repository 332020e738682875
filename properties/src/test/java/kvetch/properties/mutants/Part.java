package kvetch.properties.mutants;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What mistakes are made in. */
enum Part {
    /** The driver, its refusals, and what reads its tables for I/O. */
    DRIVER(
            "mutants.md",
            "raid0/Raid0",
            "raid0/Arithmetic",
            "raid0/TableArithmetic",
            "raid0/Hardening",
            "raid0/TableReader"),

    /** The kernel's allocators, and the machine that they run on. */
    MACHINE(
            "mutants-machine.md",
            "allocators/Kmalloc",
            "allocators/Kvmalloc",
            "allocators/Vmalloc",
            "allocators/PageAllocator",
            "allocators/FrameBytes",
            "allocators/FrameStack",
            "api/Machine",
            "api/AddressSpace",
            "api/PageTable",
            "api/PageFrames",
            "api/GuardedMemory",
            "api/Capabilities");

    private final String page;
    private final List<String> files;

    Part(String page, String... files) {
        this.page = page;
        this.files = List.of(files);
    }

    /** Where it stands what came of them. */
    Path page() {
        return Path.of("..", "docs", page);
    }

    /** The folder of each file below {@code kvetch}, which is also its module, and its name without the ending. */
    Stream<String[]> files() {
        return files.stream().map(file -> file.split("/", 2));
    }

    /** The value of {@code kvetch.mutants.part}. */
    static Part ofSystem() {
        return Boolean.getBoolean("kvetch.mutants.machine") ? MACHINE : DRIVER;
    }
}
