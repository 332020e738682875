package kvetch.raid0;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;

/** A machine that has just booted, a driver on it, and a record of all that the driver asks of its allocators. */
final class Rig {
    static final RunResult STARTED = RunResult.Started.STARTED;
    static final RunResult EINVAL = new RunResult.Refused(Errno.EINVAL);
    static final RunResult ENOMEM = new RunResult.Refused(Errno.ENOMEM);
    static final RunResult EOPNOTSUPP = new RunResult.Refused(Errno.EOPNOTSUPP);

    /** What the driver allocates in one run, in order. */
    private static final String[] BLOCKS = {"conf", "strip_zone", "devlist", "pool"};

    final KernelProfile kernel;
    final Machine machine;
    final Raid0 driver;

    private final EnumMap<Family, Allocator> allocators = new EnumMap<>(Family.class);
    private final List<String> calls = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();
    private final List<String> live = new ArrayList<>();
    private int allocations;
    private int failAt;

    private Rig(KernelProfile kernel, MachineProfile profile) {
        this.kernel = kernel;
        this.machine = Machine.boot(profile.withSites(kernel.sites()), Rig::provider);
        this.driver = kernel.driver(machine, machine.memory(), recorded(kernel.allocFamily()), this::recorded);
    }

    /** The kernel of that name on a machine with 2 GiB in pages of 4 KiB. */
    static Rig on(String kernel) {
        return on(kernel, MachineProfile.of(4096, 2048));
    }

    static Rig on(String kernel, MachineProfile profile) {
        return new Rig(KernelProfiles.find(kernel).get(), profile);
    }

    /** For a driver of one's own, which nobody records. */
    Host host() {
        return new Host(kernel, machine, machine.memory(), machine.allocator(Family.KVMALLOC), machine::allocator);
    }

    /** An array with one disk in each slot, for the original layout unless it has its own. */
    static Mddev array(int chunkSectors, long... diskSectors) {
        Mddev mddev = new Mddev()
                .configure(diskSectors.length, chunkSectors)
                .layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ORIGINAL);
        for (int slot = 0; slot < diskSectors.length; slot++) mddev.add(new Rdev(diskSectors[slot], slot));
        return mddev;
    }

    /** An array that has this layout for its own. */
    static Mddev array(Layout layout, int chunkSectors, long... diskSectors) {
        return array(chunkSectors, diskSectors).layout(layout.number, 0);
    }

    enum Layout {
        ORIGINAL(Mddev.LAYOUT_ORIGINAL),
        ALTERNATE(Mddev.LAYOUT_ALTERNATE);

        final int number;

        Layout(int number) {
            this.number = number;
        }
    }

    /** Lets an allocation of the runs to come return NULL: 1 is conf, 2 strip_zone, 3 devlist, 4 the pool; 0 none. */
    Rig failing(int nth) {
        failAt = nth;
        return this;
    }

    RunResult run(Mddev mddev) {
        allocations = 0;
        return driver.run(mddev);
    }

    /** Runs an array that must start. */
    Mddev started(Mddev mddev) {
        RunResult result = run(mddev);
        if (!result.equals(STARTED)) throw new AssertionError("refused: " + result);
        return mddev;
    }

    String map(Mddev mddev, long sector) {
        Mapping mapping = new Mapping();
        driver.map(mddev, sector, mapping);
        return "disk " + mapping.disk() + " sector " + Long.toUnsignedString(mapping.sector());
    }

    /** The parts that a request is cut into, and the errno if there is one. */
    List<String> request(Mddev mddev, long start, long sectors) {
        List<String> parts = new ArrayList<>();
        Errno errno = driver.request(mddev, start, sectors, (disk, at, length) -> parts.add(extent(disk, at, length)));
        if (errno != null) parts.add(errno.name());
        return parts;
    }

    List<String> discard(Mddev mddev, long start, long sectors) {
        List<String> ranges = new ArrayList<>();
        driver.discard(mddev, start, sectors, (disk, at, length) -> ranges.add(extent(disk, at, length)));
        return ranges;
    }

    private static String extent(int disk, long sector, long length) {
        return "disk " + disk + ": " + Long.toUnsignedString(sector) + "+" + Long.toUnsignedString(length);
    }

    /** All allocations and frees since boot. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** What was allocated and not freed. */
    List<String> live() {
        return List.copyOf(live);
    }

    /** The machine's memory as it is, in words of 8 bytes, lowest byte first. */
    List<String> bytes(long address, int bytes) {
        List<String> words = new ArrayList<>();
        for (int word = 0; word < bytes; word += Long.BYTES) {
            StringJoiner text = new StringJoiner(" ");
            for (int i = word; i < Math.min(bytes, word + Long.BYTES); i++)
                text.add(String.format("%02x", machine.memory().readByte(address + i)));
            words.add(text.toString());
        }
        return words;
    }

    long stripZone(Mddev mddev) {
        return machine.memory().readU64(mddev.privateData);
    }

    long devlist(Mddev mddev) {
        return machine.memory().readU64(mddev.privateData + 8);
    }

    private Allocator recorded(Family family) {
        return allocators.computeIfAbsent(family, Recorder::new);
    }

    /** The kernel's own allocators. The test sits in the driver's module, which has no use for providers of its own. */
    private static AllocatorProvider provider(Family family) {
        Rig.class.getModule().addUses(AllocatorProvider.class);
        for (AllocatorProvider provider : ServiceLoader.load(AllocatorProvider.class))
            if (provider.name().equals(family.kernelProvider())) return provider;
        throw new IllegalStateException("no provider of " + family.kernelProvider());
    }

    private final class Recorder implements Allocator {
        private final Family family;

        Recorder(Family family) {
            this.family = family;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            String name = BLOCKS[allocations++];
            String call = family.allocFunction() + "(" + Long.toUnsignedString(bytes) + ") " + name;
            long address = allocations == failAt
                    ? Address.NULL
                    : machine.allocator(family).alloc(bytes, gfp);
            calls.add(address == Address.NULL ? call + ": NULL" : call);
            if (!Address.isZeroOrNull(address)) {
                names.put(address, name);
                live.add(name);
            }
            return address;
        }

        @Override
        public void free(long address) {
            String name = names.getOrDefault(address, address == Address.NULL ? "NULL" : Address.format(address));
            calls.add(family.freeFunction() + " " + name);
            live.remove(name);
            machine.allocator(family).free(address);
        }

        @Override
        public long ksize(long address) {
            return machine.allocator(family).ksize(address);
        }
    }
}
