package kvetch.live;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.live.guest.DoesNotComeUp;
import kvetch.live.guest.Guest;
import kvetch.live.guest.Guests;
import kvetch.live.guest.Initramfs;
import kvetch.live.guest.KernelModule;
import kvetch.live.guest.Launcher;
import kvetch.live.guest.LiveProblem;
import kvetch.live.guest.Modules;
import kvetch.live.guest.Programs;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/** A real kernel that runs as processes of this machine, and can be asked about arrays. Close it, and they end. */
public final class LiveKernel implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final Path path;
    private final Options options;
    private final String release;
    private final Guests guests;
    private final KernelProfile profile;

    /**
     * How it is to run.
     *
     * @param memoryMb memory of each guest in MiB; taken from this machine as it is used
     * @param guests how many side by side
     * @param bootMs how many milliseconds one may take to come up
     * @param patienceMs how many milliseconds one may take for an answer before it is killed
     */
    public record Options(int memoryMb, int guests, long bootMs, long patienceMs) {
        private static final int USUAL_MEMORY = 2048;
        private static final int LEAST_MEMORY = 64;

        /**
         * Checks that a kernel can come up.
         *
         * @param memoryMb 64 or more
         * @param guests 1 or more
         * @param bootMs 1 or more
         * @param patienceMs 1 or more
         * @throws LiveProblem if it cannot
         */
        public Options {
            if (memoryMb < LEAST_MEMORY) throw new LiveProblem("a guest needs " + LEAST_MEMORY + " MiB of memory");
            if (guests < 1) throw new LiveProblem("there has to be a guest");
            if (bootMs < 1 || patienceMs < 1) throw new LiveProblem("a guest needs some time");
        }

        /**
         * With the usual time limits.
         *
         * @param memoryMb memory of each guest in MiB
         * @param guests how many side by side
         */
        public Options(int memoryMb, int guests) {
            this(memoryMb, guests, 120_000, 60_000);
        }

        /**
         * As counterexamples want it: the machine that most have, and a guest for each processor, but two.
         *
         * @return 2048 MiB
         */
        public static Options usual() {
            return new Options(USUAL_MEMORY, Math.max(2, Runtime.getRuntime().availableProcessors()));
        }
    }

    private LiveKernel(Path path, Launcher launcher, List<KernelModule> modules, Options options) {
        this.path = path;
        this.options = options;
        this.release = launcher.release();
        this.profile = nearest(release);
        Path leash = Programs.leash();
        Path initrd = Programs.kept("initrd", archive(modules));
        this.guests = new Guests(options.guests, () -> boot(leash, launcher, initrd));
    }

    /** One of which nothing is known but its release, and how to start a guest. */
    LiveKernel(String release, Options options, Supplier<Guest> boot) {
        this.path = Path.of("");
        this.options = options;
        this.release = release;
        this.profile = nearest(release);
        this.guests = new Guests(options.guests, boot);
    }

    private Guest boot(Path leash, Launcher launcher, Path initrd) {
        try {
            // It is removed by the leash.
            Path own = Files.createTempDirectory("kvetch-guest");
            List<String> command = new ArrayList<>(List.of(leash.toString(), own.toString()));
            command.addAll(launcher.command(initrd, own));
            return Guest.boot(command, release, options.bootMs, options.patienceMs);
        } catch (DoesNotComeUp problem) {
            throw new LiveProblem(problem.getMessage() + launcher.otherwise());
        } catch (IOException e) {
            throw new LiveProblem("cannot make a folder for a guest: " + e.getMessage());
        }
    }

    /**
     * Takes a user-mode kernel, or a bootable image, which QEMU runs.
     *
     * @param path the program or the image
     * @param modules the folder of its modules; null to have them looked for beside it
     * @param options how it is to run
     * @return the kernel; no guest is up yet
     * @throws LiveProblem if it cannot be had, with the reason in one line
     */
    public static LiveKernel open(Path path, @Nullable Path modules, Options options) {
        Launcher launcher = Launcher.of(path, options.memoryMb);
        return new LiveKernel(path, launcher, Modules.find(path, launcher.release(), modules), options);
    }

    private static byte[] archive(List<KernelModule> modules) {
        Initramfs archive = new Initramfs().folder("dev").folder("modules").device("dev/console", 5, 1);
        StringBuilder order = new StringBuilder();
        try {
            for (KernelModule module : modules) {
                archive.file("modules/" + module.file(), module.content());
                order.append(module.file()).append('\n');
            }
            archive.file("modules/order", order.toString().getBytes(StandardCharsets.UTF_8));
            return archive.file("init", Files.readAllBytes(Programs.guest())).end();
        } catch (IOException e) {
            throw new LiveProblem("cannot read the program of the guest: " + e.getMessage());
        }
    }

    /** The profile of that release, or the last one before it, or the first of all. */
    private static KernelProfile nearest(String release) {
        KernelProfile exact = KernelProfiles.ofRelease(release).getOrNull();
        if (exact != null) return exact;
        int wanted = order(release);
        Vector<KernelProfile> linux = KernelProfiles.all().filter(KernelProfile::isLinux);
        return linux.filter(each -> order(each.name()) <= wanted).lastOption().getOrElse(linux.head());
    }

    private static int order(String release) {
        Matcher matcher = VERSION.matcher(release);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)) : 0;
    }

    /**
     * Where it is.
     *
     * @return the path that was named
     */
    public Path path() {
        return path;
    }

    /**
     * Its release.
     *
     * @return for example {@code 7.2.7}
     */
    public String release() {
        return release;
    }

    /**
     * The model that is nearest to it.
     *
     * @return of the same version, or of the last one before it that there is
     */
    public KernelProfile profile() {
        return profile;
    }

    /**
     * Whether the model is of its version.
     *
     * @return false for the nearest one
     */
    public boolean isExact() {
        return KernelProfiles.ofRelease(release).isRight();
    }

    /**
     * Memory of each guest.
     *
     * @return MiB
     */
    public int memoryMb() {
        return options.memoryMb;
    }

    /**
     * How many guests were booted so far: each that died or has shown a WARN is followed by another.
     *
     * @return 0 or more
     */
    public int boots() {
        return guests.boots();
    }

    /**
     * Has a guest come up, so that a kernel that does not is noticed before anything else is done.
     *
     * @throws LiveProblem if it does not
     */
    public void boot() {
        guests.with(false, Guest::ready);
    }

    /** How long a guest may take for an answer, in milliseconds. */
    long patienceMs() {
        return options.patienceMs;
    }

    Guests guests() {
        return guests;
    }

    /** Whether it can do something, which takes a guest to know. */
    boolean can(Guest.Ability ability) {
        return guests.with(false, guest -> guest.ready().abilities()).contains(ability);
    }

    Trial trial() {
        return new Trial(options.memoryMb, can(Guest.Ability.PROFILES), can(Guest.Ability.FAILSLAB));
    }

    /**
     * What tells on it of memory that is used wrongly.
     *
     * @return {@code KASAN}, {@code slub_debug} or nothing
     */
    public String watchesMemory() {
        if (can(Guest.Ability.KASAN)) return "KASAN";
        return can(Guest.Ability.SLUB_DEBUG) ? "slub_debug" : "";
    }

    /**
     * The setup that stands for it.
     *
     * @param providers the allocators, the kernel's own among them
     * @return its profile with the allocator that this ships with
     */
    public Setup setup(Providers providers) {
        return Setup.asShipped(providers.allocators(), profile);
    }

    /**
     * Tries a counterexample.
     *
     * @param providers the allocators, the kernel's own among them
     * @param c the case
     * @param expected how it breaks a law on the model
     * @return whether it does on this kernel
     */
    public Sighting tryCase(Providers providers, Case c, Violation expected) {
        Law law = expected.law();
        LiveRunner runner = new LiveRunner(this, setup(providers), options.patienceMs, true);
        String objection = runner.objection(law);
        if (objection.isEmpty()) objection = trial().objection(c);
        if (!objection.isEmpty()) return new Sighting.CannotBeTried(release(), objection);
        Examination seen = runner.confirm(law, c);
        for (Violation violation : seen.violations())
            if (violation.law().equals(law) && isSame(violation, expected))
                return new Sighting.Seen(release(), violation.message(), Vector.ofAll(seen.messages()));
        String untriable = Vector.ofAll(seen.messages())
                .find(message -> message.startsWith(LiveRunner.CANNOT_BE_TRIED))
                .getOrElse("");
        if (!untriable.isEmpty())
            return new Sighting.CannotBeTried(release(), untriable.substring(LiveRunner.CANNOT_BE_TRIED.length()));
        if (expected.evidence() instanceof Evidence.Cover)
            return new Sighting.CannotBeTried(release(), "where the zones end cannot be seen from outside");
        String otherwise = seen.violations().isEmpty()
                ? seen.errno() == null ? "nothing breaks the law" : "it is refused with " + seen.errno()
                : "it breaks the law otherwise: " + seen.violations().get(0).message();
        return new Sighting.NotSeen(release(), otherwise);
    }

    /**
     * Kernels name their functions as they like, so of what was printed the kind will do. What memory that is used wrongly shows as is
     * the kernel's affair.
     */
    private static boolean isSame(Violation seen, Violation expected) {
        if (MemoryFaults.areTold(expected.law())) return true;
        if (seen.evidence() instanceof Evidence.Printed one && expected.evidence() instanceof Evidence.Printed other)
            return one.kind() == other.kind();
        return seen.what().equals(expected.what());
    }

    @Override
    public void close() {
        guests.close();
    }
}
