package kvetch.properties.isolation;

import io.vavr.collection.Vector;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.run.Examination;
import kvetch.properties.sandbox.BlackBox;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Patience;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases in a process of their own, a {@link Worker}. One that has ended, or that had to be ended, is followed by another
 * when there is something to ask again.
 */
final class ProcessRunner implements CaseRunner {
    private static final long LOOK_MS = 50;

    /** A worker looks after its own time limit, and is looked after where it does not come to that. */
    private static final int LONGER = 10;

    private static final long SECONDS_TO_END = 5;

    private final Setup setup;
    private final long timeoutMs;
    private final KnownLaws laws;
    private final Function<List<String>, List<String>> commandLine;
    private @Nullable Connection connection;

    ProcessRunner(Setup setup, KnownLaws laws, long timeoutMs, Function<List<String>, List<String>> commandLine) {
        this.setup = setup;
        this.timeoutMs = timeoutMs;
        this.laws = laws;
        this.commandLine = commandLine;
    }

    @Override
    public Capabilities capabilities() {
        return ask(new Worker.AskCapabilities(), Worker.Declared.class).capabilities();
    }

    @Override
    public void examine(
            Law law, List<Case> cases, long from, BooleanSupplier isCancelled, BiConsumer<Case, Examination> each) {
        Worker.Reply reply;
        try {
            reply = exchange(new Worker.Examine(law, new ArrayList<>(cases), from), isCancelled);
        } catch (CancellationException cancelled) {
            return;
        }
        List<Examination> examinations = reply instanceof Worker.Misbehaved misbehaved
                ? misbehaved.before()
                : checked(reply, Worker.Examined.class).examinations();
        for (int i = 0; i < examinations.size(); i++) each.accept(cases.get(i), examinations.get(i));
        checked(reply, Worker.Examined.class);
    }

    @Override
    public Examination examine(Law law, Case c) {
        // Behind the first ones, so that it is examined once.
        return ask(new Worker.Examine(law, new ArrayList<>(List.of(c)), 3), Worker.Examined.class)
                .examinations()
                .get(0);
    }

    @Override
    public Examination confirm(Law law, Case c) {
        return ask(new Worker.Confirm(law, c), Worker.Examined.class)
                .examinations()
                .get(0);
    }

    @Override
    public Defect shrink(Violation violation, Case found, Budget budget) {
        return Defects.of(setup, violation, found, budget, new Defects.Cases() {
            @Override
            public Examination examine(Case c) {
                return ProcessRunner.this.examine(violation.law(), c);
            }

            @Override
            public String consequence() {
                return ProcessRunner.this.consequence();
            }

            @Override
            public @Nullable Divergence divergence(Case c) {
                return ProcessRunner.this.divergence(c);
            }
        });
    }

    @Override
    public String consequence() {
        return ask(new Worker.AskConsequence(), Worker.Consequence.class).sentence();
    }

    @Override
    public @Nullable Divergence divergence(Case c) {
        try {
            return ask(new Worker.AskDivergence(c), Worker.Diverged.class).divergence();
        } catch (MisbehaviourException misbehaved) {
            // It is the defect that is to be told.
            return null;
        }
    }

    @Override
    public Vector<Misbehaviour> manners() {
        // Who was never called, or is gone, has none.
        return connection == null
                ? Vector.empty()
                : ask(new Worker.AskManners(), Worker.Manners.class).seen();
    }

    @Override
    public CaseRunner fresh(long otherTimeoutMs) {
        return new ProcessRunner(setup, laws, otherTimeoutMs, commandLine);
    }

    @Override
    public long timeoutMs() {
        return timeoutMs;
    }

    @Override
    public boolean outlives() {
        return true;
    }

    @Override
    public void close() {
        if (connection != null) connection.end();
        connection = null;
    }

    // Asking

    private <R extends Worker.Reply> R ask(Worker.Request request, Class<R> kind) {
        return checked(exchange(request, () -> false), kind);
    }

    private <R extends Worker.Reply> R checked(Worker.Reply reply, Class<R> kind) {
        if (reply instanceof Worker.Misbehaved misbehaved) throw thrown(misbehaved.misbehaviour());
        if (reply instanceof Worker.Failed failed) throw new IllegalStateException(failed.fault());
        return kind.cast(reply);
    }

    private MisbehaviourException thrown(Misbehaviour misbehaviour) {
        // One that hangs, or has no memory left, is of no more use.
        switch (misbehaviour.kind()) {
            case HUNG, EXITED, OUT_OF_MEMORY -> close();
            default -> {}
        }
        return new MisbehaviourException(misbehaviour);
    }

    private Worker.Reply exchange(Worker.Request request, BooleanSupplier isCancelled) {
        Connection open = connection;
        if (open == null) connection = open = new Connection();
        try {
            return open.exchange(request, isCancelled);
        } catch (MisbehaviourException | CancellationException over) {
            close();
            throw over;
        }
    }

    /** A worker that was started. */
    private final class Connection {
        private final BlackBox box;
        private final Process process;
        private final ObjectOutputStream questions;
        private @Nullable ObjectInputStream answers;

        Connection() {
            try {
                box = BlackBox.create();
                List<String> command = commandLine.apply(List.of(box.argument()));
                List<String> whole = new ArrayList<>(command);
                whole.add(setup.kernel().name());
                whole.add(setup.provider().name());
                whole.add(Long.toString(timeoutMs));
                process = new ProcessBuilder(whole)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                questions = new LawStreams.Output(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
            } catch (IOException e) {
                throw new IllegalStateException(
                        "cannot start a process for " + setup.suspect().name(), e);
            }
        }

        Worker.Reply exchange(Worker.Request request, BooleanSupplier isCancelled) {
            FutureTask<Worker.Reply> reply = new FutureTask<>(() -> converse(request));
            Thread reader = new Thread(reply, "kvetch-asks-" + setup.suspect().name());
            reader.setDaemon(true);
            reader.start();
            Patience patience = new Patience(this::cpuTime, () -> false, LONGER * timeoutMs);
            while (true) {
                try {
                    return reply.get(LOOK_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException slow) {
                    if (isCancelled.getAsBoolean()) throw new CancellationException("cancelled");
                    String limit = patience.exhausted(box.samples());
                    if (!limit.isEmpty()) throw new MisbehaviourException(hung(limit));
                } catch (ExecutionException broken) {
                    throw new MisbehaviourException(ended(broken.getCause()));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while checking", interrupted);
                }
            }
        }

        private Worker.Reply converse(Worker.Request request) throws IOException, ClassNotFoundException {
            questions.writeUnshared(request);
            questions.flush();
            questions.reset();
            ObjectInputStream from = answers;
            if (from == null) {
                answers = from = new LawStreams.Input(process.getInputStream(), laws);
            }
            return (Worker.Reply) from.readUnshared();
        }

        private long cpuTime() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        }

        private Misbehaviour hung(String limit) {
            Culprit culprit = box.now(setup.suspect());
            return new Misbehaviour(
                            culprit,
                            Misbehaviour.Kind.HUNG,
                            box.callOf(culprit),
                            "is not over after " + limit + "; the " + culprit.role() + " is not called any more")
                    .on(box.testCase());
        }

        /** The conversation broke off. */
        private Misbehaviour ended(@Nullable Throwable cause) {
            try {
                if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS))
                    return box.ended(setup.suspect(), process.exitValue());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Misbehaviour(
                            setup.suspect(),
                            Misbehaviour.Kind.PRINTED,
                            box.call(),
                            "wrote to the standard output of the process past System.out, where answers go ("
                                    + (cause == null ? "no answer" : Lines.of(cause)) + ")")
                    .on(box.testCase());
        }

        void end() {
            process.destroyForcibly();
            box.delete();
        }
    }
}
