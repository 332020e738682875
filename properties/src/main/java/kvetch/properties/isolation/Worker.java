package kvetch.properties.isolation;

import io.vavr.collection.Vector;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.sandbox.BlackBox;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * A process that examines cases for another, so that an allocator or a driver which ends its process ends nothing else. It is asked on its
 * standard input, answers on its standard output, and ends with the former.
 */
public final class Worker {
    /** Goes before the name of a provider's class. */
    static final String CLASS = "class:";

    private Worker() {}

    /**
     * Serves the process that started this one.
     *
     * @param args where to find further allocators: paths, or {@code class:} and the name of a provider's class on the class
     *     path; then the kernel, the allocator and the time limit in milliseconds
     */
    public static void main(String[] args) {
        InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16);
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        // What is left of the standard streams is for the allocator, and nobody listens.
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        CountDownLatch over = new CountDownLatch(1);
        // Neither an allocator that calls System.exit nor a Ctrl-C that was meant for all ends this.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(over), "worker-stays"));
        try {
            int count = args.length - 3;
            Providers providers = providers(List.of(args).subList(0, count));
            serve(providers, args[count], args[count + 1], Long.parseLong(args[count + 2]), in, out);
            BlackBox.noteEnd(0);
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
        Runtime.getRuntime().halt(0);
    }

    private static Providers providers(List<String> places) throws IOException {
        List<Path> paths = new ArrayList<>();
        List<AllocatorProvider> made = new ArrayList<>();
        for (String place : places)
            if (!place.startsWith(CLASS)) paths.add(Path.of(place));
            else
                try {
                    made.add(Class.forName(place.substring(CLASS.length()))
                            .asSubclass(AllocatorProvider.class)
                            .getConstructor()
                            .newInstance());
                } catch (ReflectiveOperationException e) {
                    throw new IOException("cannot make " + place, e);
                }
        Providers found = Providers.load(paths).getOrElseThrow(problem -> new IOException(problem));
        for (AllocatorProvider provider : made)
            found = found.without(provider.name()).and(provider);
        return found;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the worker is asked. */
    sealed interface Request extends Serializable {}

    /** What does the allocator declare? */
    record AskCapabilities() implements Request {}

    /** What comes of these cases, of which {@code from} came before in the run? */
    record Examine(Law law, ArrayList<Case> cases, long from) implements Request {}

    /** Does a case always come to the same? */
    record Confirm(Law law, Case testCase) implements Request {}

    /** What would freeing with the wrong function do? */
    record AskConsequence() implements Request {}

    /** Where does the driver leave the kernel that it is a patch to? */
    record AskDivergence(Case testCase) implements Request {}

    /** How did the allocator misbehave beside what it was asked to do? */
    record AskManners() implements Request {}

    /** What it answers. */
    sealed interface Reply extends Serializable {}

    /** What the allocator declares. */
    record Declared(Capabilities capabilities) implements Reply {}

    /** What came of each case. */
    record Examined(ArrayList<Examination> examinations) implements Reply {}

    /** What freeing with the wrong function would do. */
    record Consequence(String sentence) implements Reply {}

    /** Where the driver leaves the kernel that it is a patch to. */
    record Diverged(@Nullable Divergence divergence) implements Reply {}

    /** How the allocator misbehaved beside what it was asked to do. */
    record Manners(Vector<Misbehaviour> seen) implements Reply {}

    /** That it misbehaved, and what came of the cases before. */
    record Misbehaved(ArrayList<Examination> before, Misbehaviour misbehaviour) implements Reply {}

    /** What failed that is nobody's but ours. */
    record Failed(String fault) implements Reply {}

    /** Answers until nobody asks any more. */
    private static void serve(
            Providers providers, String kernel, String allocator, long timeoutMs, InputStream in, OutputStream out)
            throws IOException {
        ObjectOutputStream answers = new LawStreams.Output(out);
        answers.flush();
        ObjectInputStream questions = new LawStreams.Input(in, providers.laws());
        Setup setup = providers
                .kernel(kernel)
                .flatMap(profile ->
                        providers.find(allocator).map(found -> new Setup(providers.allocators(), profile, found)))
                .getOrNull();
        try (CaseRunner runner = setup == null ? null : new SandboxRunner(setup, timeoutMs)) {
            while (questions.readUnshared() instanceof Request request) {
                answers.writeUnshared(runner == null ? missing(providers, kernel, allocator) : answer(runner, request));
                answers.flush();
                // Nothing that was said is needed again.
                answers.reset();
            }
        } catch (EOFException nobodyAsks) {
            // That is the end.
        } catch (ClassNotFoundException other) {
            throw new IOException("another version asks", other);
        }
    }

    private static Reply missing(Providers providers, String kernel, String allocator) {
        return new Misbehaved(
                new ArrayList<>(),
                new Misbehaviour(
                        providers.kernel(kernel).isLeft() ? Culprit.driver(kernel) : Culprit.allocator(allocator),
                        Misbehaviour.Kind.INCONSTANT,
                        "",
                        "is found by one process and not by the next"));
    }

    private static Reply answer(CaseRunner runner, Request request) {
        ArrayList<Examination> examinations = new ArrayList<>();
        try {
            if (request instanceof AskCapabilities) return new Declared(runner.capabilities());
            if (request instanceof AskConsequence) return new Consequence(runner.consequence());
            if (request instanceof AskDivergence ask) return new Diverged(runner.divergence(ask.testCase()));
            if (request instanceof AskManners) return new Manners(runner.manners());
            if (request instanceof Confirm confirm)
                return new Examined(new ArrayList<>(List.of(runner.confirm(confirm.law(), confirm.testCase()))));
            if (request instanceof Examine examine) {
                runner.examine(
                        examine.law(), examine.cases(), examine.from(), () -> false, (c, e) -> examinations.add(e));
                return new Examined(examinations);
            }
            return new Failed("an unknown question");
        } catch (MisbehaviourException misbehaved) {
            return new Misbehaved(examinations, misbehaved.misbehaviour());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError ours) {
            return new Failed(Lines.of(ours));
        }
    }
}
