package kvetch.properties.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.properties.plug.Providers;

/** Recordings to test with, and ways to spoil them. */
final class Lines {
    static final String KERNELS = "\"kernels\":[\"5.10.223\",\"6.1.170\",\"6.12.43\",\"7.0.4\",\"7.2.13\"]";

    static final String MAP = "{\"kind\":\"map\"," + KERNELS + ",\"layout\":1,\"chunk_sectors\":3,"
            + "\"disk_sectors\":[24,6],\"errno\":0,\"array_sectors\":28,"
            + "\"runs\":[[0,3,0,0],[3,3,1,0],[6,3,0,3],[9,3,1,3],[12,16,0,6]]}";

    static final String READ = "{\"kind\":\"read\",\"kernel\":\"7.2.13\",\"layout\":1,\"chunk_sectors\":16,"
            + "\"disk_sectors\":[48,48],\"read_bytes\":1048576,\"errno\":0,\"array_sectors\":96,\"read_errno\":0,"
            + "\"runs\":[[0,16,0,0],[16,16,1,0],[32,16,0,16],[48,16,1,16],[64,16,0,32],[80,16,1,32]]}";

    static final String DISCARD = "{\"kind\":\"discard\"," + KERNELS + ",\"layout\":1,\"chunk_sectors\":8,"
            + "\"disk_sectors\":[48,48,48],\"errno\":0,\"start\":78,\"sectors\":45,"
            + "\"discarded\":[[0,30,13],[1,24,16],[2,24,16]]}";

    static final String RUN = "{\"kind\":\"run\",\"kernel\":\"7.0.4\",\"memory_mib\":2048,\"layout\":1,"
            + "\"chunk_sectors\":8,\"raid_disks\":524289,\"disk_sectors\":[64],\"add_errno\":0,\"errno\":12,"
            + "\"array_sectors\":null,\"warn\":{\"file\":\"mm/page_alloc.c\",\"line\":5234,"
            + "\"function\":\"__alloc_frozen_pages_noprof\"}}";

    static final String ALLOC = "{\"kind\":\"alloc\",\"kernel\":\"6.1.170\",\"memory_mib\":2048,\"api\":\"kzalloc\","
            + "\"bytes\":4194305,\"result\":\"null\",\"vmalloc\":false,\"usable\":null,"
            + "\"warn_first\":{\"file\":\"mm/page_alloc.c\",\"line\":5633,\"function\":\"__alloc_pages\"}}";

    private Lines() {}

    /** A file of the recordings that come with the tests. */
    static Path recorded(String name) {
        URL url = Objects.requireNonNull(Lines.class.getResource("/vectors/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> recordedLines(String name) {
        try {
            return Files.readAllLines(recorded(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A recording with one thing replaced, which it must hold. */
    static String with(String line, String old, String replacement) {
        if (!line.contains(old)) throw new IllegalArgumentException("no " + old + " in " + line);
        return line.replace(old, replacement);
    }

    /** A recording without a field, given as it is written there, value and all. */
    static String without(String line, String field) {
        return line.contains("," + field) ? with(line, "," + field, "") : with(line, field + ",", "");
    }

    /** Writes {@code r.jsonl} with these lines, the last one ended too. */
    static Path write(Path folder, String... lines) {
        return writeText(folder, String.join("\n", Arrays.asList(lines)) + "\n");
    }

    static Path writeText(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("r.jsonl"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The allocators, with the kernel's own of one family replaced by one that serves as {@code planted} says. */
    static Providers withPlanted(Family family, Planted planted) {
        Providers providers = Providers.load();
        AllocatorProvider own = providers.allocators().kernelProvider(family);
        return Providers.of(providers.all().replace(own, new PlantedProvider(own, planted)));
    }

    /** A defect in {@link Allocator#alloc}. */
    @FunctionalInterface
    interface Planted {
        long alloc(Allocator own, long bytes, int gfp);
    }

    private record PlantedProvider(AllocatorProvider own, Planted planted) implements AllocatorProvider {
        @Override
        public String name() {
            return own.name();
        }

        @Override
        public String description() {
            return "defective";
        }

        @Override
        public Family family() {
            return own.family();
        }

        @Override
        public Allocator create(Machine machine) {
            Allocator allocator = own.create(machine);
            return new Allocator() {
                @Override
                public long alloc(long bytes, int gfp) {
                    return planted.alloc(allocator, bytes, gfp);
                }

                @Override
                public void free(long address) {
                    allocator.free(address);
                }

                @Override
                public long ksize(long address) {
                    return address == Address.NULL ? 0 : allocator.ksize(address);
                }
            };
        }
    }
}
