package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.Splat;
import kvetch.properties.Replay;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Disks;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Life;
import kvetch.properties.trace.Step;

/** Fills in reproduce.sh for one counterexample. */
final class Script {
    /** In percent, how much of memory a table takes that is to be refused by nobody and to leave nothing. */
    static final int NEARLY_ALL = 98;

    private static final int MOST_WATCHED = 32;
    private static final String TEMPLATE = "reproduce.sh";

    /** Columns. */
    private static final int TAB = 4;

    private final Counterexample counterexample;
    private final Replay replay;
    private final Evidence evidence;
    private final ArrayCase c;
    private final ShellValues values = new ShellValues();

    private record Place(int disk, long sector) {}

    private Script(Counterexample counterexample) {
        this.counterexample = counterexample;
        this.replay = counterexample.replay();
        this.evidence = counterexample.evidence();
        this.c = counterexample.arrayCase();
    }

    /** All of it. */
    static String of(Counterexample counterexample) {
        ShellValues values = new Script(counterexample)
                .filled()
                .when("script", true)
                .put("ROOM", "KVETCH_TMP")
                .lines("header", ScriptHeader.of(counterexample));
        return ShellTemplate.fill(TEMPLATE, values);
    }

    /** The same as a test of blktests, which has its own frame and is indented by tabs. */
    static String asBlktest(Counterexample counterexample) {
        Script script = new Script(counterexample);
        ShellValues values = script.filled().when("script", false).put("ROOM", "TMPDIR");
        // Without the line that names the shell.
        Vector<String> body = Vector.ofAll(ShellTemplate.fill(TEMPLATE, values).lines())
                .tail()
                .map(Script::tabbed);
        values.lines("header", BlktestHeader.of(counterexample))
                .put("DESCRIPTION", quoted(BlktestHeader.description(counterexample)))
                .lines("body", body);
        return ShellTemplate.fill("blktests.sh", values);
    }

    private static String tabbed(String line) {
        int spaces = line.length() - line.stripLeading().length();
        return "\t".repeat(spaces / TAB) + line.substring(spaces - spaces % TAB);
    }

    private ShellValues filled() {
        machine();
        array();
        size();
        end();
        secondLife();
        io();
        return values;
    }

    // The machine

    private void machine() {
        boolean mdadm = counterexample.throughMdadm();
        boolean wholeKibibytes = Counterexample.hasWholeKibibytes(c);
        boolean perl = !mdadm && !wholeKibibytes;
        values.put("MORE_TOOLS", (mdadm ? " mdadm" : "") + (perl ? " perl" : ""))
                .when("perl", perl)
                .put("PAGE_SIZE", c.machine().pageSize())
                .put("RELEASE", counterexample.kernel().name().replaceAll("\\+.*", ""))
                .put("KERNEL", counterexample.kernel().description())
                .when("otherMachine", !c.isOnUsualMachine())
                .put("MEMORY_MIB", c.machine().memoryMib())
                .put("MEMORY", c.machine().memoryMib() + "M")
                .when("mdadm", mdadm)
                .put("MD", mdadm ? "md127" : "md_kvetch")
                .when("wholeKibibytes", wholeKibibytes);
    }

    // The array

    private void array() {
        boolean isProtected = counterexample.isProtected();
        boolean isKill = counterexample.isKill();
        long zones = counterexample.zonesAskedFor();
        values.when("protected", isProtected)
                .put("PROTECTED_SECTORS", c.diskSectors()[0])
                .each("disks", runs(c.array(), isProtected ? 1 : 0))
                .put("BLOCK_SIZE", c.blockSize())
                .put("FIRST_BLOCK_SIZE", c.array().blockSizes().ofDisk(0))
                .when("unlikeBlocks", c.array().blockSizes().differ())
                .each(
                        "slots",
                        c.isInOrder()
                                ? Vector.empty()
                                : Vector.range(0, c.disks())
                                        .map(disk ->
                                                values.inner().put("DISK", disk).put("SLOT", c.slot(disk))))
                .put("LAYOUT", c.array().layouts().byDefault())
                .when("ownLayout", !c.array().layouts().isUsual())
                .put("OWN_LAYOUT", Integer.toUnsignedString(c.array().layouts().own()))
                .put("RAID_DISKS", isKill ? "$nearly_all" : Integer.toUnsignedString(c.raidDisks()))
                .put("CHUNK_BYTES", chunkBytes(c.chunkSectors()))
                .when("kill", isKill)
                .put("PERCENT", NEARLY_ALL)
                .put("POINTER_BYTES", Counterexample.POINTER_BYTES)
                .put("ZONES", zones)
                .put("MOST_SLOTS", (1L << 31) / Counterexample.POINTER_BYTES / zones);
    }

    /** Runs of disks, from one on, whose sizes differ by the same step, and whose blocks are alike. */
    private Vector<ShellValues> runs(Array array, int from) {
        long[] sizes = array.disks().sizes();
        BlockSizes blocks = array.blockSizes();
        Vector<ShellValues> runs = Vector.empty();
        int i = from;
        while (i < sizes.length) {
            long step = i + 1 < sizes.length ? sizes[i + 1] - sizes[i] : 0;
            int run = 1;
            while (i + run < sizes.length
                    && sizes[i + run] - sizes[i + run - 1] == step
                    && blocks.ofDisk(i + run) == blocks.ofDisk(i)) run++;
            runs = runs.append(values.inner()
                    .put("COUNT", run)
                    .put("SECTORS", sizes[i])
                    .put("STEP", run == 1 ? 0 : step)
                    .put("RUN_BLOCK_SIZE", blocks.ofDisk(i)));
            i += run;
        }
        return runs;
    }

    /** sysfs takes an unsigned long of bytes and cuts their sectors to an int. */
    private static String chunkBytes(int chunkSectors) {
        return Long.toUnsignedString(Integer.toUnsignedLong(chunkSectors) * 512);
    }

    /** Whether md says what the model says, which is another matter than whether that is right. */
    private void size() {
        long sectors = counterexample.arraySectors().getOrElse(0L);
        values.when("sizeIsKnown", counterexample.arraySectors().isDefined() && !counterexample.isOfSizes())
                .when("sizeIsCapped", sectors < 0 || sectors > Disks.LARGEST)
                .put("SIZE", Long.toUnsignedString(sectors))
                .put("LARGEST_DISK", Disks.LARGEST);
    }

    // The end

    private void end() {
        boolean isLife = counterexample.isLife();
        int chunk = c.blockSize() / 512;
        BigInteger whole = BigInteger.ZERO;
        for (long sectors : c.diskSectors()) whole = whole.add(BigInteger.valueOf(sectors / chunk * chunk));
        values.when("life", isLife)
                .when("deadly", counterexample.isDeadly())
                .when("deadlyLife", counterexample.isDeadly() && isLife)
                .when("leak", evidence instanceof Evidence.Leaked)
                .put("PATTERN", pattern())
                .when("askedAgain", counterexample.isAskedAgain())
                .put("PLAIN_CHUNK_BYTES", chunkBytes(chunk))
                .put("PLAIN_SECTORS", whole);
    }

    private String pattern() {
        Splat splat = replay.splat();
        if (splat == null)
            return "BUG: KASAN\\|WARNING: \\|kernel BUG at\\|unable to handle\\|general protection fault";
        return switch (splat.kind()) {
            case WARN -> "WARNING: .*" + splat.site().function();
            case BUG -> "kernel BUG at";
            case OOPS -> "unable to handle\\|general protection fault";
            case DIVIDE_ERROR -> "divide error";
            case OOM_KILL -> "Out of memory: Kill";
            case PANIC -> "Kernel panic";
        };
    }

    private void secondLife() {
        boolean withOthers = c.startsAgainWithOtherDisks();
        values.when(
                        "startedAgain",
                        replay.steps()
                                .exists(step ->
                                        step instanceof Step.Starts starts && starts.which() == Life.Which.AGAIN))
                .when("otherDisks", withOthers)
                .each("otherDisks", withOthers ? runs(c.arrayAgain(), 0) : Vector.empty())
                .put("RAID_DISKS_AGAIN", Integer.toUnsignedString(c.arrayAgain().raidDisks()));
    }

    // What is done to a running array

    private void io() {
        for (String comparison : Vector.of("Zones", "Size", "Places", "Place", "Request", "Discard", "Limit"))
            values.when("compares" + comparison, false);
        values.each("requests", Vector.empty());
        if (counterexample.isLife()) lifeIo();
        else if (evidence instanceof Evidence.ZoneOrder) compareZones();
        else if (counterexample.isOfSizes()) compareSize();
        else if (Counterexample.isOfSectors(evidence)) compareSectors();
        else if (evidence instanceof Evidence.PartedRequest || evidence instanceof Evidence.SentRequest)
            compareRequest();
        else if (counterexample.isOfDiscard()) compareDiscard();
        else if (evidence instanceof Evidence.WrongLimit wrong) compareLimit(wrong);
    }

    /** md logs its zones, in KiB, where dynamic debug is on. */
    private void compareZones() {
        Vector<Step.MakesZone> zones =
                replay.steps().filter(Step.MakesZone.class::isInstance).map(Step.MakesZone.class::cast);
        values.when("comparesZones", true)
                .each(
                        "zones",
                        zones.map(zone -> values.inner()
                                .put("START", kibibytes(zone.start()))
                                .put("DEVICE_START", kibibytes(zone.devStart()))
                                .put("SIZE", kibibytes(zone.end() - zone.start()))))
                .put("ZONE_COUNT", zones.size());
    }

    private static String kibibytes(long sectors) {
        return Long.toUnsignedString(sectors >>> 1) + "KB";
    }

    private void compareSize() {
        BigInteger whole = BigInteger.ZERO;
        BigInteger chunk = BigInteger.valueOf(Integer.toUnsignedLong(c.chunkSectors()));
        for (long sectors : c.diskSectors())
            whole = whole.add(BigInteger.valueOf(sectors).divide(chunk).multiply(chunk));
        values.when("comparesSize", true).put("WHOLE_CHUNKS", whole);
    }

    private void compareLimit(Evidence.WrongLimit wrong) {
        values.when("comparesLimit", true)
                .put("LIMIT_FILE", wrong.limit().file())
                .put("LIMIT", wrong.limit().shown(wrong.right()));
    }

    private void compareSectors() {
        if (evidence instanceof Evidence.SharedPlace shared)
            values.when("comparesPlaces", true)
                    .put("FIRST", Long.toUnsignedString(shared.first()))
                    .put("SECOND", Long.toUnsignedString(shared.second()));
        else if (evidence instanceof Evidence.OutsideDisk outside)
            compareSector(
                    outside.arraySector(),
                    outside.place(),
                    "whose whole chunks end at " + Long.toUnsignedString(outside.wholeChunks()));
        else if (evidence instanceof Evidence.OtherPlace other)
            compareSector(other.arraySector(), other.place(), other.comparison());
    }

    private void compareSector(long arraySector, Evidence.Place place, String why) {
        values.when("comparesPlace", true)
                .put("ARRAY_SECTOR", Long.toUnsignedString(arraySector))
                .put("PLACE_DISK", place.disk())
                .put("PLACE_SECTOR", Long.toUnsignedString(place.sector()))
                .put("WHY", quoted(why));
    }

    /** Text that is safe between double quotes. */
    private static String quoted(String words) {
        return words.replaceAll("[\"$`\\\\]", "");
    }

    /**
     * Reads the request at once and sector by sector; what the disks hold says where it went. So each of them gets its own name
     * where the sectors of the request go, at once and alone.
     */
    private void compareRequest() {
        Vector<Place> marked = replay.steps()
                .filter(Step.SendsPart.class::isInstance)
                .map(Step.SendsPart.class::cast)
                .flatMap(sends -> sends.alone().prepend(sends.part()))
                .flatMap(lands -> Vector.range(0, Math.min(lands.sectors(), MOST_WATCHED))
                        .map(i -> new Place(lands.disk(), lands.diskSector() + i)))
                .filter(at -> at.sector() >= 0 && at.sector() < c.diskSectors()[at.disk()])
                .distinct();
        values.when("comparesRequest", true)
                .each("marked", marked.map(this::at))
                .put("REQUEST_START", c.requestStart())
                .put("REQUEST_SECTORS", c.requestSectors())
                .put("REQUEST_END", c.requestStart() + c.requestSectors());
    }

    private ShellValues at(Place place) {
        return values.inner().put("DISK", place.disk()).put("SECTOR", place.sector());
    }

    private void compareDiscard() {
        values.when("comparesDiscard", true)
                .when("endless", counterexample.isEndless())
                .put("DISCARD_START", c.requestStart() * 512)
                .put("DISCARD_BYTES", c.requestSectors() * 512)
                .each("watched", watched().map(place -> at(place).when("asked", isAsked(place))));
    }

    private boolean isAsked(Place at) {
        return counterexample
                .asked()
                .exists(part -> part.disk() == at.disk()
                        && at.sector() >= part.diskSector()
                        && at.sector() - part.diskSector() < part.sectors());
    }

    /** Sectors on disks at and around the edges of what is thrown away and of what should be. */
    private Vector<Place> watched() {
        Vector<Step.Lands> taken = counterexample.discarded();
        return taken.appendAll(counterexample.asked())
                .flatMap(part -> Vector.of(
                                part.diskSector() - 1,
                                part.diskSector(),
                                part.diskSector() + part.sectors() - 1,
                                part.diskSector() + part.sectors())
                        .map(sector -> new Place(part.disk(), Math.min(sector, c.diskSectors()[part.disk()] - 1))))
                .filter(at -> at.sector() >= 0)
                .distinct()
                .take(MOST_WATCHED);
    }

    /** What the life does to a running array, and above all what kills it. */
    private void lifeIo() {
        Vector<Step> steps = replay.steps();
        Vector<Step.Requests> deadly = Vector.empty();
        for (int i = 0; i + 1 < steps.size(); i++)
            if (steps.get(i) instanceof Step.Requests requests && steps.get(i + 1) instanceof Step.Splats) {
                // One sector kills as well as another; this one is past what a file offset reaches.
                boolean isInReach = requests.start() >= 0 && requests.start() <= Disks.LARGEST;
                deadly = deadly.append(
                        isInReach ? requests : new Step.Requests(requests.isDiscard(), 0, requests.sectors()));
            }
        values.each("requests", (deadly.nonEmpty() ? deadly : ownRequests()).map(this::request));
    }

    /** The request and the discard of the case, as far as its life came to them. */
    private Vector<Step.Requests> ownRequests() {
        if (c.requestSectors() == 0) return Vector.empty();
        return Vector.of(false, true)
                .filter(isDiscard -> replay.steps()
                        .exists(step -> step instanceof Step.Requests requests && requests.isDiscard() == isDiscard))
                .map(isDiscard -> new Step.Requests(isDiscard, c.requestStart(), c.requestSectors()));
    }

    private ShellValues request(Step.Requests requests) {
        return values.inner()
                .when("isDiscard", requests.isDiscard())
                .put("START", Long.toUnsignedString(requests.start()))
                .put("SECTORS", requests.sectors())
                .put("BYTES", requests.sectors() * 512);
    }
}
