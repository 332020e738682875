package kvetch.properties.contract;

import java.util.function.IntUnaryOperator;
import kvetch.api.Address;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Step;

/** The steps of a workload, each as the calls that it stands for. */
final class Steps {
    private final Workload workload;
    private final Caller caller;

    Steps(Workload workload, Caller caller) {
        this.workload = workload;
        this.caller = caller;
    }

    /** Has them carried out one after the other, and all freed in the end; false if the machine is of no more use. */
    boolean carryOut() {
        for (Step step : workload.steps()) {
            boolean goesOn = perform(step);
            caller.lookAtLiveBlocks(step);
            if (!goesOn) return false;
        }
        while (caller.live() > 0) if (!caller.free(0)) return false;
        return true;
    }

    private boolean perform(Step step) {
        return switch (step.kind()) {
            case ALLOC, ALLOC_VARIED -> {
                boolean alive = true;
                boolean varied = step.kind() == Workload.Kind.ALLOC_VARIED;
                for (int i = 0; alive && i < step.times() && caller.live() < Contract.MOST_LIVE; i++) {
                    int before = caller.live();
                    alive = caller.alloc(varied ? step.varied(i) : step.bytes(), step.gfp());
                    if (caller.live() == before) break;
                }
                yield alive;
            }
            case CHURN -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times(); i++) {
                    int before = caller.live();
                    alive = caller.alloc(step.bytes(), step.gfp());
                    if (caller.live() == before) break;
                    alive &= caller.free(caller.live() - 1);
                }
                yield alive;
            }
            case QUEUE -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times(); i++) {
                    if (caller.live() > 0) alive = caller.free(0);
                    int before = caller.live();
                    if (alive) alive = caller.alloc(step.bytes(), step.gfp());
                    if (caller.live() == before) break;
                }
                yield alive;
            }
            case FREE -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times() && caller.live() > 0; i++) alive = caller.free(indexOf(step));
                yield alive;
            }
            case FREE_EVERY_SECOND -> {
                boolean alive = true;
                for (int i = 0; alive && i < caller.live(); i++) alive = caller.free(i);
                yield alive;
            }
            case FREE_ALL, FREE_ALL_REVERSED, FREE_ALL_SHUFFLED -> {
                boolean alive = true;
                IntUnaryOperator next = step.order();
                while (alive && caller.live() > 0) alive = caller.free(next.applyAsInt(caller.live()));
                yield alive;
            }
            case FREE_NOTHING -> caller.freeNothing(Address.NULL) && caller.freeNothing(Address.ZERO_SIZE_PTR);
            case FREE_TWICE -> {
                if (caller.live() == 0) yield true;
                caller.freeTwice(indexOf(step));
                yield false;
            }
            case FREE_AGAIN -> !caller.freeAgain(step);
        };
    }

    private int indexOf(Step step) {
        return (int) Long.remainderUnsigned(step.bytes(), caller.live());
    }
}
