package kvetch.properties;

import static kvetch.properties.laws.StandardLaws.I2;
import static kvetch.properties.laws.StandardLaws.I4;
import static kvetch.properties.laws.StandardLaws.Q1;
import static kvetch.properties.laws.StandardLaws.W3;
import static kvetch.properties.laws.StandardLaws.Z2;
import static kvetch.properties.laws.StandardLaws.Z3;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.function.Function;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Host;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in any step of a driver of somebody's own is caught, by the law that one expects, in two thousand tries. */
@Tag("long")
class DriverMistakesTest {
    private static final int TRIES = 2000;
    private static final int SEED = 1;

    @ParameterizedTest
    @EnumSource
    void aMistakeIsCaughtByItsLaw(DriverMistake mistake) {
        LawResult result = Checks.run(mistake.patch().with("kvzalloc"), mistake.law(), TRIES, SEED);
        assertThat(result.verdict()).as(result.error()).isEqualTo(Verdict.BROKEN);
        assertThat(result.kernel()).isEqualTo("worse");
        assertThat(result.defects().head().replay()).startsWith("kv1/" + mistake.law() + "/worse/kvzalloc/");
    }

    /** Only the largest block size counts, wherever the disk is that has it. */
    @Test
    void aDriverThatLooksAtTheBlocksOfTheFirstDiskOnlyIsCaughtByUnlikeDisks() {
        Patch patch = new Patch("worse", "7.2", host -> new Raid0(host) {
            private int blocks;

            @Override
            protected int countZones(Mddev mddev) {
                blocks = mddev.disk(0).logicalBlockSize();
                return super.countZones(mddev);
            }

            @Override
            protected boolean blocksFitChunk(int chunk, int blockSize) {
                return super.blocksFitChunk(chunk, blocks);
            }
        });
        Vector<Defect> found = Checks.run(patch.with("kvzalloc"), W3, Check.DEFAULT_TRIES, SEED)
                .defects()
                .filter(defect -> defect.violation().what().equals("the wrong errno"));
        assertThat(found).hasSize(1);
        assertThat(((ArrayCase) found.head().counterexample())
                        .array()
                        .blockSizes()
                        .differ())
                .isTrue();
    }

    /** What is seen with no other array ends in one that says so. */
    @Test
    void aCounterexampleHasTheArraysOwnLayoutWhereThatMatters() {
        Setup setup = DriverMistake.THE_ARRAYS_OWN_LAYOUT_IS_IGNORED.patch().with("kvzalloc");
        assertThat(Checks.run(setup, I2, TRIES, SEED).defects().map(Defect::replay))
                .allSatisfy(token -> assertThat(token).contains("/l1/o2/"))
                .hasSize(1);
    }

    private static Vector<Law> everyLaw() {
        return StandardLaws.ALL;
    }

    @ParameterizedTest
    @MethodSource("everyLaw")
    void everyLawHoldsWithoutAMistake(Law law) {
        for (String base : new String[] {"hardened", DriverMistake.LOOKS_LATE}) {
            Setup setup = new Patch("worse", base, Raid0::new).with("kvzalloc");
            assertThat(Checks.run(setup, law, TRIES, SEED).verdict()).as(base).isEqualTo(Verdict.HELD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "A_ZONE_HOLDS_ITS_END",
                "LAYOUTS_ARE_SWAPPED",
                "THE_LAYOUT_IS_NOT_STORED",
                "THE_DISK_FOLLOWS_FROM_THE_OTHER_LAYOUT",
                "A_REQUEST_BEGINS_WITH_NOTHING",
                "THE_LARGEST_REQUEST_IS_TWO_CHUNKS"
            })
    void aMistakeIsFoundByExploringToo(DriverMistake mistake) {
        Scope scope = new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 8), Vector.of(1, 2), 4, 1);
        Exploration exploration = new Explorer(scope, Vector.of(mistake.patch().with("kvzalloc"))).run(1, () -> false);
        assertThat(exploration.misbehaviours()).isEmpty();
        assertThat(exploration.defects().map(found -> found.defect().violation().law()))
                .contains(mistake.law());
    }

    // One defect, one kind

    private static Vector<String> kinds(Setup setup, Law law, int tries) {
        return Checks.run(setup, law, tries, SEED)
                .defects()
                .map(defect -> defect.violation().what());
    }

    @ParameterizedTest
    @CsvSource({
        "LAYOUTS_ARE_SWAPPED, a sector maps differently",
        "THE_LAYOUT_IS_NOT_STORED, the layout is not kept",
        "THE_DISK_FOLLOWS_FROM_THE_OTHER_LAYOUT, the mapping is not that of its layout"
    })
    void aMistakeInTheLayoutIsToldOnce(DriverMistake mistake, String what) {
        assertThat(kinds(mistake.patch().with("kvzalloc"), I2, 1000)).containsExactly(what);
    }

    /** A layout that nobody was asked for is F13, and no second finding. */
    @Test
    void theLayoutOfOldKernelsIsToldOnce() {
        assertThat(kinds(Checks.asShipped("7.2-layout-choice"), I2, 1000)).containsExactly("a sector maps differently");
    }

    /** A mistake in 7.2, which breaks the same law by itself, and what is told of the one and of the other. */
    enum BesideAKnownDefect {
        A_ZONE_HOLDS_ITS_END(
                Z3, "the mapping is not one to one", "a sector is outside its disk", host -> new Raid0(host) {
                    @Override
                    protected int findZone(long sector) {
                        for (int i = 0; i < nrStripZones(); i++)
                            if (Long.compareUnsigned(sector, zoneEnd(i)) <= 0) return i;
                        return super.findZone(sector);
                    }
                }),
        A_ZONE_STARTS_WHERE_ITS_DISKS_DO(
                Z3, "the mapping is not one to one", "two sectors share a place", host -> new Raid0(host) {
                    @Override
                    protected long diskSector(long row, int chunk, long inChunk, long devStart) {
                        return super.diskSector(row, chunk, inChunk, 0);
                    }
                }),
        THE_SIZE_IS_AN_INT(
                Z2,
                "the array size is not the end of the last zone",
                "md reports another size than the zones hold",
                host -> new Raid0(host) {
                    @Override
                    protected long raid0Size(Mddev mddev) {
                        return super.raid0Size(mddev) & 0xffff_ffffL;
                    }
                }),
        BYTES_ARE_TAKEN_FOR_SECTORS(
                Q1,
                "io_min is not the chunk",
                "io_min is not the chunk, though 32 bits hold it",
                host -> new Raid0(host) {
                    @Override
                    protected int ioMin(Mddev mddev) {
                        return mddev.chunkSectors();
                    }
                }),
        DISKS_BEFORE_THE_EDGE_ARE_NOT_A_CHUNK_FURTHER(
                I4,
                "a discard does not match the mapping",
                "a discard throws away other sectors than its own",
                host -> new Raid0(host) {
                    @Override
                    protected long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
                        return disk < position
                                ? stripe * chunk
                                : super.discardEdge(chunk, stripe, position, offset, disk);
                    }
                });

        private final Law law;
        private final String known;
        private final String added;
        private final Patch patch;

        BesideAKnownDefect(Law law, String known, String added, Function<Host, Raid0> maker) {
            this.law = law;
            this.known = known;
            this.added = added;
            this.patch = new Patch("beside", "7.2", maker);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeIsADefectOfItsOwnBesideTheKnownOne(BesideAKnownDefect mistake) {
        assertThat(kinds(Checks.asShipped("7.2"), mistake.law, 1000))
                .contains(mistake.known)
                .doesNotContain(mistake.added);
        Vector<Defect> defects = Checks.run(mistake.patch.with("kvzalloc"), mistake.law, 1000, SEED)
                .defects();
        assertThat(defects.map(defect -> defect.violation().what())).contains(mistake.known, mistake.added);
        // However small it gets, it does not become the known one.
        ArrayCase smallest =
                (ArrayCase) defects.find(defect -> defect.violation().what().equals(mistake.added))
                        .get()
                        .counterexample();
        assertThat(smallest.array().chunk() * smallest.disks()).isLessThanOrEqualTo(Integer.MAX_VALUE);
    }
}
