package kvetch.prove.law;

import io.vavr.control.Either;
import kvetch.api.Family;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.Widths;
import kvetch.prove.lemma.Lemmas;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;

/** Why each law holds on each kernel, as far as that is arithmetic. */
public final class Arguments {
    private static final String ARRAYS = "every number of disks, every size, every chunk_sectors";
    private static final String TABLES = "; devlist below 2 GiB";
    private static final String MEMORY =
            "it is about memory, and not about numbers: check and explore put it to the test";

    private final KernelProfile kernel;
    private final Widths widths;

    private Arguments(KernelProfile kernel, Widths widths) {
        this.kernel = kernel;
        this.widths = widths;
    }

    /** The argument for a law on a kernel, or why there is none. */
    public static Either<String, Argument> of(Law law, KernelProfile kernel) {
        return of(law, kernel, Widths.LINUX);
    }

    /** The same with integers of other widths: its borders hold for these, its lemmas are those of Linux. */
    public static Either<String, Argument> of(Law law, KernelProfile kernel, Widths widths) {
        if (kernel.isPluggedIn())
            return Either.left("its driver is somebody else's code, of which no formulas are made");
        if (law.isPluggedIn()) return Either.left("it is a law of somebody's own");
        Arguments arguments = new Arguments(kernel, widths);
        return switch (law.id()) {
            case "Z1" -> Either.right(arguments.zonesInOrder());
            case "Z2" -> Either.right(arguments.zonesCoverDisks());
            case "Z3" -> Either.right(arguments.oneToOne());
            case "W1" -> arguments.noWarnings();
            case "W2" -> Either.right(arguments.survival());
            case "I2" -> Either.right(arguments.sameForKernels());
            case "I3" -> Either.right(arguments.requests());
            case "I4" -> Either.right(arguments.discards());
            case "Q1" -> Either.right(arguments.limits());
            case "I1" -> Either.left("it compares allocators: what the driver computes does not depend on them");
            case "W3" -> Either.left("it is about what a start that is refused leaves behind, and not about numbers");
            case "M1", "M2", "M3", "M4" -> Either.left(MEMORY);
            default -> Either.left("nobody has written down why it would hold");
        };
    }

    /** Rows are counted in ints, which is guarded, or has to be. */
    private String tables() {
        return lacks(Fix.LIMIT_TABLES) ? TABLES : "";
    }

    private boolean lacks(Fix fix) {
        return !kernel.has(fix);
    }

    /** The borders of the zones. */
    private Argument bounded(Argument argument) {
        return argument.within(lacks(Fix.POSITIVE_CHUNK), Borders.positiveChunk())
                .within(lacks(Fix.SIZE_FITS), Borders.sizeFits(widths));
    }

    private Argument zonesInOrder() {
        return bounded(Argument.of(ARRAYS + ", both layouts").by(Lemmas.zones()));
    }

    private Argument zonesCoverDisks() {
        Argument argument = bounded(Argument.of(ARRAYS + ", both layouts").by(Lemmas.zones()));
        return lacks(Fix.SIZE_OF_ZONES) ? argument.by(Lemmas.maskedSize()).within(Borders.powerOfTwo()) : argument;
    }

    private Argument mapped(String domain) {
        return Argument.of(domain).by(Lemmas.mapping(kernel.has(Fix.STRIPE_64_BIT)));
    }

    /** Sums that wrap put sectors elsewhere, but no two at one place. */
    private Argument oneToOne() {
        return mapped(ARRAYS + ", every sector, both layouts" + tables())
                .by(Lemmas.oneToOne())
                .within(lacks(Fix.POSITIVE_CHUNK), Borders.positiveChunk())
                .within(lacks(Fix.STRIPE_64_BIT), Borders.stripeBelow32Bits(widths));
    }

    /** Where the mapping is not that of the rules, it is not one to one, or there are no rules: the law leaves that to others. */
    private Argument sameForKernels() {
        Argument argument = mapped(
                        ARRAYS + ", every sector, both layouts" + tables() + "; what is not one to one is Z3's")
                .by(Lemmas.chosenLayout());
        return lacks(Fix.LAYOUT_CHOICE)
                ? argument.by(Lemmas.layoutsAlike(), Lemmas.layoutsApart()).within(Borders.layoutsAlike())
                : argument;
    }

    private Argument requests() {
        boolean isCutAgain = kernel.has(Fix.CUT_REMAINDER);
        boolean isWide = kernel.has(Fix.STRIPE_64_BIT);
        return mapped(ARRAYS + ", every request that the block layer makes, both layouts" + tables())
                .by(Lemmas.requests(isCutAgain))
                .within(
                        lacks(Fix.POSITIVE_CHUNK),
                        isWide ? Borders.positiveChunkOfWideRequests() : Borders.positiveChunkOfRequests())
                .within(lacks(Fix.SIZE_FITS), Borders.sectorsFit(widths))
                .within(!isWide, Borders.stripeBelow32Bits(widths))
                .within(!isCutAgain, Borders.restFits());
    }

    private Argument discards() {
        boolean isWide = kernel.has(Fix.DISCARD_64_BIT);
        Argument argument = mapped(ARRAYS + ", every discard, both layouts" + tables())
                .by(Lemmas.discards(isWide))
                .within(lacks(Fix.POSITIVE_CHUNK), Borders.positiveChunk())
                .within(lacks(Fix.SIZE_FITS), Borders.sectorsFit(widths))
                .within(!isWide, Borders.stripeInInt(widths))
                .within(isWide && lacks(Fix.STRIPE_64_BIT), Borders.stripeBelow32Bits(widths));
        return lacks(Fix.DISCARD_ORIGINAL)
                ? argument.by(Lemmas.layoutsAlike()).within(Borders.layoutsAlike())
                : argument;
    }

    private Argument survival() {
        boolean isWide = kernel.has(Fix.STRIPE_64_BIT) && kernel.has(Fix.DISCARD_64_BIT);
        Argument argument = Argument.of(ARRAYS + ", every sector and discard, both layouts" + tables()
                        + "; divide errors and BUGs, not who is killed for want of memory or by wrong frees")
                .by(Lemmas.divisions())
                .by(Lemmas.stripeIsNotZero(kernel.has(Fix.STRIPE_64_BIT)))
                .by(Lemmas.stripeIsNotZero(kernel.has(Fix.DISCARD_64_BIT)))
                .by(Lemmas.maskedSizeIsNoMore())
                .by(lacks(Fix.POSITIVE_CHUNK) && isWide, Lemmas.negativeMask(), Lemmas.leastMask())
                .within(lacks(Fix.POSITIVE_CHUNK) && !isWide, Borders.positiveChunkOfStripe())
                .within(lacks(Fix.SIZE_FITS), Borders.sectorsFit(widths))
                .within(!isWide, Borders.stripeIsNotZero(widths));
        return argument.covering(what -> what.startsWith("DIVIDE_ERROR") || what.startsWith("BUG in find_zone"));
    }

    private Either<String, Argument> noWarnings() {
        Family family = kernel.allocFamily();
        if (family != kernel.freeFamily() || family != kernel.abortFamily())
            return Either.left(
                    "its tables are freed with the wrong function, which is M1's, and what follows is no arithmetic");
        Argument argument = Argument.of("every raid_disks, every number of zones, with the allocator as shipped")
                .by(Lemmas.tables())
                .covering(what -> !what.contains("free"));
        if (kernel.has(Fix.NOWARN)) return Either.right(argument.by(Lemmas.quiet()));
        boolean isKvmalloc = family == Family.KVMALLOC;
        return Either.right(argument.by(Lemmas.devlist(isKvmalloc ? Integer.MAX_VALUE : 4096L << 10))
                .within(Borders.devlistIsServed(isKvmalloc)));
    }

    private Argument limits() {
        boolean isWide = kernel.has(Fix.LIMITS_SATURATE);
        return Argument.of("every number of disks, every chunk_sectors")
                .by(Lemmas.limits(isWide))
                .within(!isWide && lacks(Fix.POSITIVE_CHUNK), Borders.positiveChunk())
                .within(!isWide, Borders.limitFits());
    }
}
