package kvetch.properties.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A page of mistakes: its rows are what was measured, and all else on it follows from them. */
final class Page {
    private Page() {}

    static String text(Part part) {
        try {
            return Files.exists(part.page()) ? Files.readString(part.page()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Part part, String text) {
        try {
            Files.writeString(part.page(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows that stand on a page. */
    static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        text.lines().forEach(line -> {
            Row row = Row.parse(line);
            if (row != null) rows.add(row);
        });
        return rows;
    }

    /** These rows in place of those of the same mistakes, and the others as they are; no mistake that is made no longer. */
    static List<Row> merged(List<Mutant> mutants, List<Row> old, List<Row> judged) {
        Map<String, Row> byId = new TreeMap<>();
        for (Row row : old) byId.put(row.id(), row);
        for (Row row : judged) byId.put(row.id(), row);
        List<Row> merged = new ArrayList<>();
        for (Mutant mutant : mutants) {
            Row row = byId.get(mutant.id());
            if (row != null && row.change().equals(mutant.change())) merged.add(row);
        }
        return merged;
    }

    static String render(Part part, List<Mutant> mutants, List<Row> rows, Reasons reasons) {
        StringBuilder text = new StringBuilder();
        Score whole = new Score(mutants, rows, reasons, row -> true);
        text.append(part == Part.DRIVER ? DRIVER : MACHINE);
        text.append("The generator makes **")
                .append(mutants.size())
                .append("** mistakes; **")
                .append(rows.size())
                .append("** of them were judged. ");
        text.append(whole.sentences());
        if (part == Part.MACHINE) text.append(byRightAllocators(rows));
        text.append("\n## By operator\n\n").append(Score.HEADER);
        for (Operator operator : Operator.values())
            text.append(new Score(mutants, rows, reasons, id -> id.split("/", -1)[2].equals(operator.word()))
                    .row("**" + operator.word() + "**: " + operator.says()));
        text.append(whole.row("all"));
        section(text, "Seen by nobody", rows, row -> !row.isSeen(), reasons);
        section(text, "Seen by `explore` or `conform` only", rows, row -> row.isSeen() && row.seeds() == 0, reasons);
        text.append("""

                ## Seen by `check`

                The kernel and allocator are the first with which it was seen, and the law is the first that is broken by the first case that showed it.
                *Tries* is the number of that case, for each seed; *named* is whether what is said of the smallest case names the step or its function in the kernel.

                """);
        text.append(TABLE);
        rows.stream().filter(row -> row.seeds() > 0).forEach(row -> text.append(row.line()));
        return text.toString();
    }

    private static String byRightAllocators(List<Row> rows) {
        long count = rows.stream()
                .filter(row -> Controls.RIGHT.exists(right -> row.by().endsWith(" with " + right.name())))
                .count();
        return "**" + count + "** were seen only when those right allocators were asked, after all of the kernel's.\n";
    }

    private static final String DRIVER = """
            # Mistakes in the driver, and what sees them

            Written by `./mvnw -Pmutants -pl properties -am test`; do not edit, but the reasons in
            `properties/src/test/resources/mutants/reasons.txt`. [Those in the allocators](mutants-machine.md) have a page of their own.

            What a verdict on a patch to raid0 is worth shows where a patch is wrong. Each mistake below is one that a C programmer
            makes, planted into the driver at one place: a copy of `Raid0`, of its arithmetic, of its refusals in `Hardening` and of
            `TableReader` is compiled with it and judged as a [driver of one's own](own-driver.md) is, by every law at the default number of
            tries: as a patch to `hardened`, 7.2 and 6.1, and after these to kernels that never were, for code that only they have: 7.2 with
            one or two fixes of Kvetch's, 7.2 without the last hunk of the fix, 5.10 with no choice of a layout,
            5.10 as it was before it knew where layouts are alike, and 5.3. What `check` finds in the
            driver as it is, too, and on the same case, does not count. Of the cases that `check` draws those are examined that come by the statement with the mistake;
            with all others the driver does what it does without. What `check` does not see is put to `explore` (three disks of up to three
            chunks) and to `conform`, with all recordings. What mends a known defect of a kernel breaks no law, and does not count for
            `check`.

            Some six hundred rows, those of `Hardening` and of the first half of `Raid0`, were judged with `check` as it is but for requests
            past 2^63, the others before it drew tables of a quarter of memory, and before it said of a patch that refuses too early where it
            does. Since requests past 2^63 are drawn, what nobody had seen was judged anew, and 132 more, of which none came out otherwise.

            """;

    private static final String MACHINE = """
            # Mistakes in the allocators and the machine, and what sees them

            Written by `./mvnw -Pmutants -Dkvetch.mutants.machine=true -pl properties -am test`; do not edit, but the reasons in
            `properties/src/test/resources/mutants/reasons.txt`.

            What Kvetch says of allocators rests on its own models of them and of the machine beneath. Each mistake below is made
            [as in the driver](mutants.md), at one place of the kernel's allocators, or of the memory, the page tables and the page frames of the
            machine, and its class put in the place of the one that runs. It is seen where `check` says of `hardened` with each allocator, or of
            7.2 as shipped, what it does not say of the sources as they are, or fails, or takes more than 75 seconds of processor time, which
            is several times what one takes that nobody sees. What forbids is tried on those who do it: `check` has to say of the wrong
            allocators of [the zoo](zoo.md), and of wrong drivers, what it says of them on the sources as they are, of the first case that shows
            them, and nothing of right allocators that rely on more of what a machine promises than the kernel's do, with a case on each machine
            that is drawn, or that rehearse what comes seldom, on machines of their own. What is not seen then is put to `explore` and to
            `conform`. The laws of memory are asked first, as they are nearest to the mistake, and cases are made smaller by at most 400 tries.
            A step is named where what is said names it, or the operation that it is part of: an allocation, a free, ksize, zeroing, a mapping,
            an access.

            Those right allocators were written with some of the mistakes in view that nobody had seen before. Of two times some 300 mistakes
            that were judged for the first time when there were some already, `check` saw 93 % and 97 %, and then more was added.

            More mistakes are made than there is time to judge. Those that were judged are the first by a hash of their ids, whatever came of
            them, but for some that do not compile or cannot be put in place, and with fewer seeds where *tries* has fewer figures.

            """;

    private static final String TABLE = """
            | mistake | what was changed | seen by | tries | smallest case | named |
            |---|---|---|---|---|---|
            """;

    private static void section(
            StringBuilder text, String title, List<Row> rows, Predicate<Row> which, Reasons reasons) {
        List<Row> chosen = rows.stream().filter(which).toList();
        text.append("\n## ").append(title).append("\n\n").append(TABLE);
        for (Row row : chosen) text.append(row.line());
        text.append('\n');
        for (Row row : chosen) {
            String reason = reasons.of(row.id());
            text.append("- `")
                    .append(row.id())
                    .append("`: ")
                    .append(reason.isEmpty() ? "nobody has found out why" : reason)
                    .append('\n');
        }
    }
}
