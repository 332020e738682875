package kvetch.properties.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import kvetch.api.Family;
import kvetch.properties.Check;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.LawResult;
import kvetch.properties.Pins;
import kvetch.properties.Scope;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong allocator is caught, by which law and with which words, and the kill table says so. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZooTest {
    /** So many that it takes minutes; more are tried by hand. */
    private static final int FEW_SEEDS = 3;

    private final Map<String, Vector<LawResult>> results = new LinkedHashMap<>();

    @BeforeAll
    void judgeAll() {
        for (Animal animal : Zoo.all()) results.put(animal.name(), ZooTable.judge(animal));
    }

    @ParameterizedTest(name = "{1} catches {0}")
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
                    overlapping # M4 # allocation 3 (1 byte at ffff888004000800 from overlapping) overlaps allocation 2 (1 byte at ffff888004000800 from overlapping)
                    one-byte-short # M4 # allocation 1 (9 bytes at ffff888004000000 from one-byte-short) has only 8 usable bytes
                    not-zeroed # M4 # allocation 2 (24 bytes at ffff888004000020 from not-zeroed) does not read as zero at byte 0
                    zeroed-once # M4 # allocation 5 (24 bytes at ffff888004001000 from zeroed-once) does not read as zero at byte 0
                    misaligned # M4 # allocation 2 (24 bytes at ffff888004000024 from misaligned) is not aligned to 8 bytes
                    no-guard-page # M3 # behind block 1 (1 byte at ffffc90000000000) the page at ffffc90000001000 is mapped
                    live-again # M4 # allocation 6 (8 bytes at ffff888004000020 from live-again) overlaps allocation 5 (24 bytes at ffff888004000020 from live-again)
                    frees-the-neighbour # M1 # free of block 1 (1 byte at ffff888004000000) turns ksize of block 2 (1 byte at ffff888004001000) from 4096 to 0
                    never-frees # M2 # the same steps again and again, with all blocks freed each time, leave 1, 1, 2, 2, ... pages taken
                    frees-twice # M1 # after block 1 (1 byte at ffff888004000000) was freed twice two callers get the memory at ffff888004000000
                    always-vfree # M1 # free of block 1 (1 byte at ffff888004000000): WARNING: mm/vmalloc.c at vfree (Trying to vfree() bad address (ffff888004000000))
                    warns-anyway # W1 # alloc of 4194305 bytes with GFP_KERNEL|__GFP_NOWARN: WARNING: mm/page_alloc.c at __alloc_frozen_pages_noprof
                    kills-anyway # W2 # alloc of 65537 bytes with GFP_KERNEL|__GFP_NORETRY: Out of memory: Killed process: unknown (order:3)
                    silent # W1 # alloc of 4194305 bytes with GFP_KERNEL|__GFP_ZERO does not WARN, although kzalloc does in a kernel
                    warns-always # W1 # alloc of 4194305 bytes with GFP_KERNEL|__GFP_ZERO: WARNING: mm/page_alloc.c at __alloc_frozen_pages_noprof
                    off-by-one # M4 # 2097153 bytes with GFP_KERNEL|__GFP_ZERO are refused, although 494400 of 504011 pages are free
                    gap # M4 # 4097 bytes with GFP_KERNEL|__GFP_ZERO are refused on a machine that has just booted, which serves 8194 bytes
                    truncates # M4 # allocation 1 (4294967296 bytes at 0000000000000010) is served, but the machine has 2064429056 bytes in all
                    wraps # M4 # allocation 1 (18446744073709547521 bytes at ffff888004000000) is served, but the machine has 2064429056 bytes in all
                    leaks-when-short # M2 # with all blocks freed 494400 of 504011 pages are taken; never were more than 0 in use at once
                    scribbles # M3 # block 1 (9 bytes at ffff888004000000) has changed at byte 8, where its owner had written
                    wrong-buddy # M4 # allocation 514 (1048577 bytes at ffff888004100000 from __get_free_pages) is not aligned to 2097152 bytes
                    until-fragmented # M4 # allocation 483 (2097153 bytes at ffff88807c800000 from until-fragmented) has only 2097152 usable bytes
                    zero-sized-block # M4 # allocation 1, of 0 bytes, is answered with ffff888004000000
                    frees-null # M1 # free(NULL): BUG: unable to handle page fault: unknown (address 0000000000000000)
                    counts-in-a-byte # M1 # free of block 225 (1 byte at ffff888004000700) turns ksize of block 226 (1 byte at ffff888004000708) from 8 to 0
                    one-object-too-many # M4 # allocation 23 (129 bytes at ffff888004001000 from one-object-too-many) overlaps allocation 22 (129 bytes at ffff888004000fc0 from one-object-too-many)
                    short-list # M2 # the same steps again and again, with all blocks freed each time, leave 65, 66, 67, 68, ... pages taken
                    looks-at-the-first # M1 # after block 1 (1 byte at ffff888004000000) was freed a second time, and others in between, two callers get the memory at ffff888004000000
                    slots-come-round # M2 # the same steps again and again, with all blocks freed each time, leave 1, 2, 3, 4, ... pages taken
                    writes-behind # M3 # block 2 (1 byte at ffff888004001000) has changed at byte 0, where its owner had written
                    rare-leak # M2 # the same steps again and again, with all blocks freed each time, leave 0, 0, 0, 1, ... pages taken
                    spends-its-reserve # M4 # allocation 667 of 1 byte is refused, but spends-its-reserve declares that it never fails below 129 bytes
                    gives-up # M4 # 2097153 bytes with GFP_KERNEL|__GFP_ZERO are refused from now on, although nothing is live and 494400 of 504011 pages are free, as when it was served
                    reserves # M2 # with all blocks freed 1856 of 504011 pages are taken; never were more than 0 in use at once
                    """)
    void caughtBy(String name, String id, String message) {
        Law law = KnownLaws.standard().find(id).get();
        Vector<LawResult> judged = results.getOrDefault(name, Vector.empty());
        assertThat(judged).as(name).isNotEmpty();
        LawResult result = judged.find(candidate -> candidate.law().equals(law)).get();
        assertThat(result.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.defects().map(defect -> defect.violation().message())).contains(message);
    }

    private Vector<LawResult> of(Animal animal) {
        return results.getOrDefault(animal.name(), Vector.empty());
    }

    @Test
    void everyAnimalIsCaughtByALaw() {
        results.forEach(
                (name, judged) -> assertThat(ZooTable.broken(judged)).as(name).isNotEmpty());
    }

    /** What is wrong with them is what they do to memory: as programs they are right, and none takes too long. */
    @Test
    void noneMisbehavesAsAProgram() {
        results.forEach((name, judged) ->
                assertThat(judged.map(LawResult::verdict)).as(name).doesNotContain(Verdict.ERROR));
    }

    /** -Dkvetch.golden.refresh=true writes the page instead. */
    @Test
    void killTableIsUpToDate() throws IOException {
        Path page = Path.of("..", "docs", "zoo.md");
        StringBuilder text = new StringBuilder(ZooTable.intro()).append(ZooTable.header());
        for (Animal animal : Zoo.all()) text.append(ZooTable.row(animal, of(animal)));
        for (Animal animal : Zoo.all()) text.append(ZooTable.section(animal, of(animal)));
        if (Boolean.getBoolean("kvetch.golden.refresh")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertThat(Files.readString(page)).isEqualTo(text.toString());
    }

    /** Whatever an array looks like on its tables, an exploration goes through it and says what is broken. */
    @Test
    void eachCanBeExplored() {
        Scope scope = new Scope(new Scope.Sizes(1, 3, 0, 2, false), Vector.of(1, 3), Vector.of(1, 2), 8, 2);
        for (Animal animal : Zoo.all()) {
            Setup wrong = animal.setup();
            Setup right = wrong.allocators()
                    .all()
                    .find(provider -> !provider.name().equals(wrong.provider().name()))
                    .map(provider -> new Setup(wrong.allocators(), wrong.kernel(), provider))
                    .get();
            for (Vector<Setup> order : Vector.of(Vector.of(wrong, right), Vector.of(right, wrong))) {
                Exploration exploration = new Explorer(scope, order).run(2, () -> false);
                assertThat(exploration.complete()).as(animal.name()).isTrue();
                assertThat(exploration.misbehaviours()).as(animal.name()).isEmpty();
                assertThat(exploration.states()).as(animal.name()).isPositive();
            }
        }
    }

    @Test
    void aRightAllocatorSurvives() {
        Animal right = new Animal("right", "none", Family.KMALLOC, false, m -> m.allocator(Family.KMALLOC));
        assertThat(right.survives(Vector.of(StandardLaws.M1, StandardLaws.M4), 50, 1))
                .isTrue();
    }

    /** At the default number of tries, over many seeds. */
    @Test
    @Tag("huge")
    void noneSurvives() {
        Vector<Law> laws = Vector.of(
                StandardLaws.M1, StandardLaws.M2, StandardLaws.M3, StandardLaws.M4, StandardLaws.W1, StandardLaws.W2);
        for (Animal animal : Zoo.all()) {
            Vector<Law> likely = ZooTable.broken(of(animal)).map(LawResult::law);
            Vector<Law> likelyFirst = laws.filter(likely::contains).appendAll(laws.reject(likely::contains));
            for (long seed = FEW_SEEDS + 1; seed <= 20; seed++)
                assertThat(animal.survives(likelyFirst, Check.DEFAULT_TRIES, seed))
                        .as("%s survives seed %s", animal, seed)
                        .isFalse();
        }
    }

    /** None survives, and what catches it is, in the end, the same case with every seed. */
    @Test
    @Tag("huge")
    void everyOneOfSomeSeedsEndsInTheSameCase() throws IOException {
        for (Animal animal : Zoo.all()) {
            Vector<Law> law = ZooTable.broken(of(animal)).map(LawResult::law).take(1);
            Pins.check("zoo.txt", animal.name(), law, FEW_SEEDS, seed -> animal.judge(law, Check.DEFAULT_TRIES, seed));
        }
    }

    @Test
    @Tag("huge")
    void everyOneOfAHundredSeedsEndsInTheSameCase() throws IOException {
        for (Animal animal : Zoo.all()) {
            Vector<Law> law = ZooTable.broken(of(animal)).map(LawResult::law).take(1);
            for (long seed = FEW_SEEDS + 1; seed <= 100; seed++)
                Pins.checkCases("zoo.txt", animal.name(), animal.judge(law, Check.DEFAULT_TRIES, seed));
        }
    }
}
