package kvetch.cli.machine;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a machine's arrays are told: its own sysfs, or files that were printed on it. */
public final class MachineSources {
    private static final String STDIN = "-";
    private static final Path HERE = Path.of("/sys");
    private static final String FORMATS =
            "mdadm --detail --export, mdadm --examine (--export), lsblk --json --bytes, or grep of files in sysfs";

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "What " + FORMATS
                    + " printed on a machine; several complete each other, - is stdin. Default: this machine's"
                    + " sysfs.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--sysfs", paramLabel = "DIR", description = "Where a sysfs is, or a copy of one. Default: /sys.")
    private @Nullable String sysfs;

    @Option(names = "--array", paramLabel = "NAME", description = "This array only: md0, say.")
    private @Nullable String array;

    /** Whether any of it was named. */
    public boolean areGiven() {
        return !files.isEmpty() || sysfs != null || array != null;
    }

    /**
     * Reads all of it.
     *
     * @throws UsageError if something cannot be read, or says what another denies
     */
    public Machine read() {
        Told told = files.isEmpty() || sysfs != null ? tree() : Told.NOTHING;
        for (String file : files) told = told.and(parse(text(file), file));
        Machine machine = Machine.of(told);
        if (array == null) return machine;
        Vector<MachineArray> chosen =
                machine.arrays().filter(one -> one.name().equals(array) || ("/dev/" + one.name()).equals(array));
        if (chosen.isEmpty())
            throw new UsageError("there is no array '" + array + "'; "
                    + (machine.arrays().isEmpty()
                            ? "none was told"
                            : "there are "
                                    + machine.arrays().map(MachineArray::name).mkString(", ")));
        return new Machine(machine.release(), machine.defaultLayout(), chosen);
    }

    private Told tree() {
        if (sysfs != null) return SysfsListing.parse(SysfsTree.lines(path(sysfs)));
        Told here = SysfsListing.parse(SysfsTree.lines(HERE));
        return here.and(new Told(Facts.NONE.with(Fact.RELEASE, System.getProperty("os.version")), Vector.empty()));
    }

    private static Told parse(String text, String file) {
        String whose = file.equals(STDIN) ? "what stdin says" : "'" + file + "'";
        if (text.strip().startsWith("{")) return LsblkTree.parse(text, whose);
        Vector<String> lines = Vector.ofAll(text.lines().toList());
        if (lines.exists(SysfsListing::isLine)) return SysfsListing.parse(lines);
        if (lines.exists(MdadmExport::isLine)) return MdadmExport.parse(lines);
        if (lines.exists(MdadmExamine::isLine)) return MdadmExamine.parse(lines);
        throw new UsageError(whose + " is nothing that is known here: " + FORMATS);
    }

    private static String text(String file) {
        try {
            if (file.equals(STDIN)) return utf8(System.in);
            try (InputStream in = Files.newInputStream(path(file))) {
                return utf8(in);
            }
        } catch (IOException unreadable) {
            throw new UsageError("cannot read '" + file + "'");
        }
    }

    private static String utf8(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageError("'" + name.replace('\0', '?') + "' is not a file name");
        }
    }
}
