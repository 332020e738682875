package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.util.function.Function;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.proof.Part;
import kvetch.properties.proof.Values.Span;
import kvetch.prove.code.Functions;
import kvetch.prove.term.Term;
import kvetch.raid0.KernelProfile;

/**
 * A part of an array of which it is not known what it is.
 *
 * @param part the part
 * @param array the array with some formula for it
 * @param pieces what it can be, in ascending order and in pieces within which the sizes of disks keep their order
 */
record Unknown(Part part, Function<Term, SymbolicArray> array, Vector<Span> pieces) {
    /** Chunks up to this are looked at one by one. */
    private static final long SMALL_CHUNK = 64;

    /**
     * The parts that there are.
     *
     * @param c the array
     * @param isStarted whether the law is about arrays that start, so that raid_disks goes with the disks
     * @param isSent whether it is about the request
     */
    static Vector<Unknown> of(
            KernelProfile kernel, Functions functions, ArrayCase c, boolean isStarted, boolean isSent) {
        SymbolicArray known = SymbolicArray.of(kernel, functions, c);
        Vector<Part.Run> runs = Part.runs(c);
        Vector<Unknown> parts = Vector.of(whole(Part.raidDisks(), known::withRaidDisks));
        for (int i = 0; i < runs.size(); i++)
            parts = parts.append(disks(known, runs, i, isStarted)).append(size(known, runs, i));
        parts = parts.append(new Unknown(Part.chunk(), known::withChunk, chunks(c, runs)))
                .append(whole(Part.layout(), known::withLayout));
        if (!isSent) return parts;
        Vector<Long> ends = ends(known);
        return parts.append(new Unknown(
                        Part.start(),
                        from -> known.withRequest(from, known.length()),
                        cut(Part.start(), ends.flatMap(end -> Vector.of(end - 1, end - c.requestSectors())))))
                .append(new Unknown(
                        Part.length(),
                        sectors -> known.withRequest(known.start(), sectors),
                        cut(Part.length(), ends.map(end -> end - c.requestStart()))));
    }

    /** Where the zones end, as long as that is known. */
    private static Vector<Long> ends(SymbolicArray known) {
        if (Term.of(1).atMost(known.chunk()).equals(Term.FALSE)) return Vector.empty();
        SymbolicArray sorted = known.ascending();
        return Vector.range(0, known.runs().size())
                .map(sorted::end)
                .filter(end -> end.number().bitLength() < Long.SIZE)
                .map(end -> end.number().longValue());
    }

    private static Unknown whole(Part part, Function<Term, SymbolicArray> array) {
        return new Unknown(part, array, Vector.of(new Span(part.lowest(), part.highest())));
    }

    private static Unknown disks(SymbolicArray known, Vector<Part.Run> runs, int run, boolean isStarted) {
        Part part = Part.disks(run, runs.size(), runs.get(run).size(), isStarted);
        long there = runs.get(run).disks();
        return new Unknown(
                part,
                count -> {
                    SymbolicArray.Like like =
                            new SymbolicArray.Like(known.runs().get(run).size(), count);
                    SymbolicArray changed = known.withRun(run, like);
                    return isStarted ? changed.withRaidDisks(changed.disks()) : changed;
                },
                cut(part, Vector.of(there - 1, there)));
    }

    private static Unknown size(SymbolicArray known, Vector<Part.Run> runs, int run) {
        long there = runs.get(run).size();
        Part part = Part.size(run, runs.size(), there);
        long chunk = Math.max(0, known.chunk().number().longValue());
        return new Unknown(
                part,
                size -> known.withRun(
                        run, new SymbolicArray.Like(size, known.runs().get(run).disks())),
                cut(
                        part,
                        runs.removeAt(run)
                                .map(Part.Run::size)
                                .appendAll(Vector.of(there - 1, there, chunk - 1, 2 * chunk - 1))));
    }

    /** Of all sizes there are, and of small chunks and the one that there is, it is known whether they are larger. */
    private static Vector<Span> chunks(ArrayCase c, Vector<Part.Run> runs) {
        long largest = runs.map(Part.Run::size).max().get();
        Vector<Long> ones = Vector.of(-1L, 0L, (long) c.chunkSectors())
                .appendAll(Vector.rangeClosed(1L, Math.min(SMALL_CHUNK, largest)));
        return cut(
                Part.chunk(),
                ones.flatMap(chunk -> chunk == -1 ? Vector.of(chunk) : Vector.of(chunk - 1, chunk))
                        .appendAll(runs.map(Part.Run::size)));
    }

    /** All values of a part, cut after some of them. */
    private static Vector<Span> cut(Part part, Vector<Long> after) {
        Vector<Span> pieces = Vector.empty();
        long from = part.lowest();
        for (long last : after.append(part.highest()).distinct().sorted()) {
            if (last < from || last > part.highest()) continue;
            pieces = pieces.append(new Span(from, last));
            from = last + 1;
        }
        return pieces;
    }
}
