package kvetch.properties;

/**
 * What a stretch of a check's cases says of one law on one setup.
 *
 * @param collected what the cases say that nobody made trouble on
 * @param trouble where somebody did
 */
public record PartialResult(Collected collected, Trouble trouble) {
    /** No case. */
    public static final long NOWHERE = -1;

    /**
     * Where somebody misbehaved, be it a plugged-in allocator, driver or law, or Kvetch itself.
     *
     * @param endsIn how many cases of the run come before those among which one ended the check; {@link #NOWHERE} if none did
     * @param rudeIn how many come before those during which somebody misbehaved besides, as by printing
     */
    public record Trouble(long endsIn, long rudeIn) {
        /** Nobody. */
        public static final Trouble NONE = new Trouble(NOWHERE, NOWHERE);
    }

    /**
     * With the stretch that follows. Nothing comes after the end.
     *
     * @param next what it says
     * @return what both say
     */
    public PartialResult plus(PartialResult next) {
        if (trouble.endsIn != NOWHERE) return this;
        return new PartialResult(
                collected.plus(next.collected),
                new Trouble(next.trouble.endsIn, trouble.rudeIn != NOWHERE ? trouble.rudeIn : next.trouble.rudeIn));
    }
}
