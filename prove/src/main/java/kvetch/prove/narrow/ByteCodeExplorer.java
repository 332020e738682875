package kvetch.prove.narrow;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.NarrowExploration;
import kvetch.properties.narrow.NarrowExplorer;
import org.jspecify.annotations.Nullable;

/** Explores with the driver's own byte code, rewritten. Results do not depend on the number of threads. */
public final class ByteCodeExplorer implements NarrowExplorer {
    private final boolean isThorough;

    /** One that tries those arrays, requests and discards from which the others follow. */
    public ByteCodeExplorer() {
        this(false);
    }

    /** One that tries each of them, which takes long. */
    ByteCodeExplorer(boolean isThorough) {
        this.isThorough = isThorough;
    }

    @Override
    public Vector<Law> laws(Vector<Law> known) {
        return known.filter(law -> Judge.LAWS.contains(law.id()));
    }

    @Override
    public NarrowExploration explore(Question question, Watcher watcher) {
        NarrowLoader loader = new NarrowLoader(question.scope().widths());
        List<Crowd> crowds = Crowd.of(question.scope(), !isThorough);
        AtomicInteger next = new AtomicInteger();
        List<Walker> walkers = new ArrayList<>();
        for (int i = 0; i < question.threads(); i++) {
            Vector<Survey> surveys = question.kernels().map(kernel -> new Survey(question, kernel, loader, isThorough));
            walkers.add(new Walker(surveys, crowds, next, watcher));
        }
        walk(walkers);
        Vector<Survey> whole = walkers.get(0).surveys;
        for (Walker walker : walkers.subList(1, walkers.size()))
            for (int i = 0; i < whole.size(); i++) whole.get(i).add(walker.surveys.get(i));
        boolean isComplete = walkers.stream().allMatch(walker -> walker.isComplete);
        return new NarrowExploration(isComplete, whole.flatMap(Survey::verdicts));
    }

    private static void walk(List<Walker> walkers) {
        try {
            for (Walker walker : walkers) walker.start();
            for (Walker walker : walkers) walker.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while exploring", e);
        }
        for (Walker walker : walkers)
            if (walker.failure != null) throw new IllegalStateException("exploring failed", walker.failure);
    }

    /** A thread's way through the arrays. */
    private static final class Walker extends Thread {
        private final Vector<Survey> surveys;
        private final List<Crowd> crowds;
        private final AtomicInteger next;
        private final Watcher watcher;
        private boolean isComplete;
        private @Nullable Throwable failure;

        Walker(Vector<Survey> surveys, List<Crowd> crowds, AtomicInteger next, Watcher watcher) {
            super("explore-widths");
            this.surveys = surveys;
            this.crowds = crowds;
            this.next = next;
            this.watcher = watcher;
        }

        @Override
        public void run() {
            try {
                while (!watcher.isOver()) {
                    int index = next.getAndIncrement();
                    if (index >= crowds.size()) {
                        isComplete = true;
                        return;
                    }
                    walk(crowds.get(index));
                }
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
                next.set(crowds.size());
            }
        }

        private void walk(Crowd crowd) {
            for (Survey survey : surveys)
                for (int layout = 1; layout <= 2; layout++) {
                    int chosen = layout;
                    long[] count = {0};
                    crowd.forEach((disks, arrays) -> {
                        survey.look(crowd.chunk(), chosen, disks.clone(), arrays);
                        count[0] += arrays;
                    });
                    watcher.done(count[0]);
                }
        }
    }
}
