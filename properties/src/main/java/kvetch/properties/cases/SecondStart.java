package kvetch.properties.cases;

import java.io.Serializable;

/** With which disks an array starts again after it was stopped. */
public sealed interface SecondStart extends Serializable {
    /** The array that starts then. */
    Array after(Array first);

    /** With those that it had. */
    record WithSameDisks() implements SecondStart {
        private static final long serialVersionUID = 1;

        @Override
        public Array after(Array first) {
            return first;
        }
    }

    /**
     * With others, each in a slot of its own.
     *
     * @param disks the others, in order
     */
    record WithOtherDisks(Disks disks) implements SecondStart {
        private static final long serialVersionUID = 1;

        @Override
        public Array after(Array first) {
            return first.withDisks(disks).withRaidDisks(disks.count());
        }
    }
}
