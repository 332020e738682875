package kvetch.properties;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Capabilities;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * A process that examines cases for another, so that an allocator which ends its process ends nothing else. It is asked on its
 * standard input, answers on its standard output, and ends with the former.
 */
public final class Worker {
    /** What comes from the other process is made of these and nothing else. */
    static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter("maxdepth=2000;kvetch.**;io.vavr.**;java.lang.*;java.util.*;!*");

    private Worker() {}

    /** What the worker is asked. */
    sealed interface Request extends Serializable {}

    /** What does the allocator declare? */
    record AskCapabilities() implements Request {}

    /** What comes of these cases, of which {@code from} came before in the run? */
    record Examine(LawId law, ArrayList<ArrayCase> cases, int from) implements Request {}

    /** Does a case always come to the same? */
    record Confirm(LawId law, ArrayCase arrayCase) implements Request {}

    /** What would freeing with the wrong function do? */
    record AskConsequence() implements Request {}

    /** How did the allocator misbehave beside what it was asked to do? */
    record AskManners() implements Request {}

    /**
     * What it answers.
     *
     * @param capabilities where they were asked for
     * @param examinations one for each case, those before the one on which the allocator misbehaved
     * @param consequence where it was asked for
     * @param manners where they were asked for
     * @param misbehaviour how the allocator misbehaved, if it did
     * @param fault what failed that is nobody's but ours; empty if nothing did
     */
    record Reply(
            @Nullable Capabilities capabilities,
            ArrayList<Examination> examinations,
            String consequence,
            Vector<Misbehaviour> manners,
            @Nullable Misbehaviour misbehaviour,
            String fault)
            implements Serializable {
        static final Reply EMPTY = new Reply(null, new ArrayList<>(), "", Vector.empty(), null, "");

        Reply with(Capabilities declared) {
            return new Reply(declared, examinations, consequence, manners, misbehaviour, fault);
        }

        Reply with(ArrayList<Examination> examined) {
            return new Reply(capabilities, examined, consequence, manners, misbehaviour, fault);
        }

        Reply with(String said) {
            return new Reply(capabilities, examinations, said, manners, misbehaviour, fault);
        }

        Reply with(Vector<Misbehaviour> seen) {
            return new Reply(capabilities, examinations, consequence, seen, misbehaviour, fault);
        }

        Reply with(Misbehaviour misbehaved) {
            return new Reply(capabilities, examinations, consequence, manners, misbehaved, fault);
        }

        Reply withFault(String what) {
            return new Reply(capabilities, examinations, consequence, manners, misbehaviour, what);
        }
    }

    /**
     * Answers until nobody asks any more.
     *
     * @param providers the allocators that were found
     * @param kernel the name of the kernel
     * @param allocator the name of the allocator
     * @param timeoutMs how many milliseconds of processor time a case may take
     * @param in where questions come from
     * @param out where answers go
     * @throws IOException if the other process is gone
     */
    public static void serve(
            Providers providers, String kernel, String allocator, long timeoutMs, InputStream in, OutputStream out)
            throws IOException {
        ObjectOutputStream answers = new ObjectOutputStream(out);
        answers.flush();
        ObjectInputStream questions = new ObjectInputStream(in);
        questions.setObjectInputFilter(FILTER);
        Setup setup = KernelProfiles.find(kernel)
                .flatMap(profile -> providers.find(allocator).map(found -> new Setup(providers, profile, found)))
                .getOrNull();
        try (CaseRunner runner = setup == null ? null : new SandboxRunner(setup, timeoutMs)) {
            while (questions.readUnshared() instanceof Request request) {
                answers.writeUnshared(runner == null ? missing(allocator) : answer(runner, request));
                answers.flush();
                // Nothing that was said is needed again.
                answers.reset();
            }
        } catch (java.io.EOFException nobodyAsks) {
            // That is the end.
        } catch (ClassNotFoundException other) {
            throw new IOException("another version asks", other);
        }
    }

    private static Reply missing(String allocator) {
        return Reply.EMPTY.with(new Misbehaviour(
                allocator, Misbehaviour.Kind.INCONSTANT, "", "is found by one process and not by the next"));
    }

    private static Reply answer(CaseRunner runner, Request request) {
        ArrayList<Examination> examinations = new ArrayList<>();
        try {
            if (request instanceof AskCapabilities) return Reply.EMPTY.with(runner.capabilities());
            if (request instanceof AskConsequence) return Reply.EMPTY.with(runner.consequence());
            if (request instanceof AskManners) return Reply.EMPTY.with(runner.manners());
            if (request instanceof Confirm confirm)
                return Reply.EMPTY.with(new ArrayList<>(List.of(runner.confirm(confirm.law(), confirm.arrayCase()))));
            if (request instanceof Examine examine) {
                runner.examine(
                        examine.law(), examine.cases(), examine.from(), () -> false, (c, e) -> examinations.add(e));
                return Reply.EMPTY.with(examinations);
            }
            return Reply.EMPTY.withFault("an unknown question");
        } catch (MisbehaviourException misbehaved) {
            return Reply.EMPTY.with(examinations).with(misbehaved.misbehaviour());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError ours) {
            return Reply.EMPTY.withFault(Lines.of(ours));
        }
    }
}
