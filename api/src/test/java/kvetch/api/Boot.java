package kvetch.api;

/** Boots machines that have no allocators. */
final class Boot {
    static final MachineProfile SMALL = MachineProfile.of(4096, 64);

    private Boot() {}

    static Machine small() {
        return machine(SMALL);
    }

    static Machine machine(MachineProfile profile) {
        return Machine.boot(profile, family -> {
            throw new AssertionError("no allocator is needed here: " + family);
        });
    }
}
