package kvetch.cli.process;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.CaseText;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.sandbox.BlackBox;
import kvetch.raid0.DriverProvider;

/**
 * Runs a command in a process of its own where the code of other people's allocators or drivers comes into it, and says so where they end
 * that process: {@link Runtime#halt}, or a crash in native code.
 */
public final class Supervisor {
    private static final String KERNELS_OWN = "kvetch.allocators";
    private static final Set<String> SERVICES =
            Set.of(AllocatorProvider.class.getName(), DriverProvider.class.getName(), Law.class.getName());
    private static final int SECONDS_TO_FINISH = 65;

    /** What each process but the first is told: the allocators and drivers that ended one before. */
    private static final String ENDED = "kvetch.supervised.ended";

    /** The providers that ended a process when they were made, for this process and those that it starts. */
    private static final String UNLOADABLE = "kvetch.unloadable";

    /** Set where only one thread may call allocators, so that it is clear which one ends the process. */
    private static final String ONE_BY_ONE = "kvetch.supervised.onebyone";

    /** How many processes may end under a command before it is given up. */
    private static final int MOST_ENDED = 32;

    private final Class<?> main;
    private final String[] args;
    private final Terminal terminal;
    private final List<Misbehaviour> ended = new ArrayList<>();
    private final Set<String> unloadable = new LinkedHashSet<>();
    private volatile boolean isSignalled;

    /**
     * Has started nothing yet.
     *
     * @param main the class whose main method runs a command
     */
    public Supervisor(Class<?> main, String[] args, Terminal terminal) {
        this.main = main;
        this.args = args.clone();
        this.terminal = terminal;
    }

    /** Whether the command may call code of others, and is not supervised already. */
    public static boolean isNeeded(String[] args) {
        if (!System.getProperty(BlackBox.PROPERTY, "").isEmpty()) return false;
        boolean isNamed =
                Arrays.stream(args).anyMatch(arg -> arg.equals("--module-path") || arg.startsWith("--module-path="));
        return isNamed || areOthersInstalled();
    }

    /** Looks at descriptors and names only: nothing of it is loaded. */
    private static boolean areOthersInstalled() {
        for (Module module : ModuleLayer.boot().modules())
            if (!module.getName().equals(KERNELS_OWN)
                    && module.getDescriptor().provides().stream()
                            .anyMatch(provides -> SERVICES.contains(provides.service()))) return true;
        try {
            ClassLoader loader = ClassLoader.getSystemClassLoader();
            for (String service : SERVICES)
                for (URL names : Collections.list(loader.getResources("META-INF/services/" + service)))
                    try (InputStream in = names.openStream()) {
                        if (new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .map(line -> line.replaceFirst("#.*", "").strip())
                                .anyMatch(name -> !name.isEmpty() && !name.startsWith(KERNELS_OWN + "."))) return true;
                    }
        } catch (IOException unreadable) {
            return true;
        }
        return false;
    }

    /** The allocators and drivers that ended the process of this command before, with what they did. */
    public static Vector<Misbehaviour> endedBefore() {
        String text = System.getProperty(ENDED, "");
        return text.isEmpty() ? Vector.empty() : Vector.of(text.split("\n", -1)).map(Supervisor::parse);
    }

    public static boolean isOneByOne() {
        return Boolean.getBoolean(ONE_BY_ONE);
    }

    /** Whether another process of this command has ended, after it said what it was about to do. */
    public static boolean isAgain() {
        return isOneByOne() || !System.getProperty(ENDED, "").isEmpty();
    }

    private static String format(Misbehaviour misbehaviour) {
        Case c = misbehaviour.testCase();
        String token = c == null ? "" : CaseText.format(c);
        return String.join(
                "\t",
                misbehaviour.culprit().role().name(),
                misbehaviour.culprit().name(),
                misbehaviour.call(),
                misbehaviour.what(),
                token);
    }

    private static Misbehaviour parse(String line) {
        String[] fields = line.split("\t", -1);
        Case c = CaseText.parseCase(fields[4]).getOrNull();
        Culprit culprit = new Culprit(Culprit.Role.valueOf(fields[0]), fields[1]);
        return new Misbehaviour(
                culprit,
                Misbehaviour.Kind.ENDED,
                fields[2],
                fields[3],
                Vector.empty(),
                new Misbehaviour.Occasion(c, ""));
    }

    /** Runs it; the exit code. */
    public int run() {
        // An exploration goes on without those who end it.
        boolean goesOn = args.length > 0 && args[0].equals("explore");
        boolean oneByOne = false;
        while (true) {
            int code;
            BlackBox box;
            try {
                box = BlackBox.create();
                code = run(box, oneByOne);
            } catch (IOException e) {
                terminal.complain("cannot start a process for the command: " + e.getMessage());
                return ExitCode.OUR_FAULT.number();
            }
            if (isSignalled || box.hasEnded(code)) return code;
            String loading = box.loading();
            if (!loading.isEmpty() && unloadable.add(loading)) continue;
            Misbehaviour misbehaviour = box.ended(code);
            Culprit culprit = misbehaviour.culprit();
            boolean isKnown = ended.stream().anyMatch(before -> before.culprit().equals(culprit));
            if (!goesOn || culprit.name().isEmpty() || isKnown || ended.size() == MOST_ENDED) {
                terminal.complain(
                        culprit.name().isEmpty()
                                ? "the process of the command " + misbehaviour.what()
                                : new AllocatorFailure(misbehaviour).message());
                return ExitCode.ALLOCATOR.number();
            }
            // Of several threads another may have been the last to call an allocator.
            if (oneByOne) ended.add(misbehaviour);
            oneByOne = !oneByOne;
        }
    }

    private int run(BlackBox box, boolean oneByOne) throws IOException {
        List<String> javaArguments = new ArrayList<>(List.of(box.argument()));
        if (!unloadable.isEmpty()) javaArguments.add("-D" + UNLOADABLE + "=" + String.join(" ", unloadable));
        if (oneByOne) javaArguments.add("-D" + ONE_BY_ONE + "=true");
        if (!ended.isEmpty())
            javaArguments.add("-D" + ENDED + "="
                    + Vector.ofAll(ended).map(Supervisor::format).mkString("\n"));
        Process process = new ProcessBuilder(
                        JavaProcess.command(main, javaArguments, List.of(args)).asJava())
                .inheritIO()
                .start();
        Thread hook = new Thread(() -> pass(process), "supervisor");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return ExitCode.OUR_FAULT.number();
        } finally {
            box.delete();
            removeHook(hook);
        }
    }

    /** A signal to end reaches the command too, which still says what it knows; its exit code is ours. */
    private void pass(Process process) {
        isSignalled = true;
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_FINISH, TimeUnit.SECONDS)) process.destroyForcibly();
            Runtime.getRuntime().halt(process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It ends the process with the command's own exit code.
        }
    }

    /** From here on this process, which is supervised, ends when its supervisor does. */
    public static void followSupervisor() {
        if (System.getProperty(BlackBox.PROPERTY, "").isEmpty()) return;
        ProcessHandle.current().parent().ifPresent(parent -> {
            Thread follower = new Thread(() -> followTo(parent), "supervised");
            follower.setDaemon(true);
            follower.start();
        });
    }

    private static void followTo(ProcessHandle parent) {
        parent.onExit().join();
        Runtime.getRuntime().halt(ExitCode.INCOMPLETE.number());
    }
}
