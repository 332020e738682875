package kvetch.cli.prove;

import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.Page;
import kvetch.cli.page.RunFile;
import kvetch.cli.page.VerdictSign;
import kvetch.cli.picture.Markup;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.properties.proof.Proof;
import org.jspecify.annotations.Nullable;

/** The page of {@code prove --out}: what is proved of which kernel, and the borders of it, drawn over disks and chunks. */
public final class ProofPage {
    private static final String PROVED = "proved";
    private static final String BORDERS = "borders";

    private final Vector<Proof> proofs;

    /**
     * How hard it was tried.
     *
     * @param timeoutMs for how many milliseconds the solver could think about one question
     * @param tries how many cases each proof was held against
     */
    public record Limits(int timeoutMs, int tries) {}

    private ProofPage(Vector<Proof> proofs) {
        this.proofs = proofs;
    }

    /** Writes it, with the same for machines. */
    public static void write(OutFolder folder, Vector<Proof> proofs, Limits limits, ExitCode code) {
        RunFile run = new RunFile("prove");
        JsonObject json = run.json();
        json.add("kernels", Json.strings(new ProofPage(proofs).kernels()));
        json.add("laws", Json.strings(new ProofPage(proofs).laws().map(Law::id)));
        json.addProperty("timeout_ms", limits.timeoutMs);
        json.addProperty("tries", limits.tries);
        new ProofPage(proofs).write(folder, run, code);
    }

    private Vector<String> kernels() {
        return proofs.map(proof -> proof.kernel().name()).distinct();
    }

    private Vector<Law> laws() {
        return proofs.map(Proof::law).distinct();
    }

    private void write(OutFolder folder, RunFile run, ExitCode code) {
        Vector<Proof> bordered = proofs.filter(proof -> proof.borders().nonEmpty());
        int proved = proofs.count(proof -> proof.verdict() == Proof.Verdict.PROVED);
        Page page = new Page(
                (proved == 0
                                ? "No law is proved for every array"
                                : Text.count(proved, "proof", "proofs") + " for every array")
                        + (bordered.isEmpty() ? "" : ", " + bordered.size() + " within borders") + ", on "
                        + kernels().mkString(", "),
                PROVED,
                "",
                "");
        Markup markup = page.markup();
        markup.element(
                        "p",
                        "A solver has decided what the driver's own arithmetic comes to, for any number of disks, any sizes and"
                                + " any chunk. Where a law holds within borders only, the smallest array beyond each was found,"
                                + " and run.",
                        "class",
                        "plan")
                .line();
        markup.open("ul", "class", "tally").line();
        page.tally(proved, "proved for every array", "proved", "held");
        page.tally(bordered.size(), "within borders", "proved_where", "open");
        int refuted = proofs.count(proof -> proof.verdict() == Proof.Verdict.REFUTED);
        if (refuted > 0) page.tally(refuted, "refuted", "refuted", "broken");
        page.tally(proofs.map(Proof::obligations).sum().longValue(), "lemmas decided", "lemmas", "");
        markup.end();
        page.main();
        verdicts(markup);
        int number = 0;
        if (bordered.nonEmpty()) {
            markup.open("section", "aria-labelledby", BORDERS).line();
            markup.element("h2", "The borders", "id", BORDERS).line();
            markup.element(
                            "p",
                            "Over disks and chunks: disks of one chunk each, and of two sectors at least; both axes are"
                                    + " logarithmic, chunk_sectors below 0 downwards. A column is computed for the number of"
                                    + " disks where it begins. A circle is the smallest array beyond a border.",
                            "class",
                            "note")
                    .line();
            for (Proof proof : bordered) borders(page, proof, "b" + ++number);
            markup.end();
        }
        String html = page.end(
                "Kvetch " + Version.number()
                        + ", kvetch prove. How it was asked is in run.json, the verdicts are those of"
                        + " results.json. What is done on paper is in docs/proofs.md.",
                "");
        folder.write(html, page.firstPicture(), ProofJson.of(proofs), run, false, code);
    }

    private void verdicts(Markup markup) {
        markup.open("section", "aria-labelledby", PROVED).line();
        markup.element("h2", "What is proved", "id", PROVED).line();
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Verdicts by kernel")
                .line();
        markup.open("table", "class", "figures", "aria-labelledby", PROVED).line();
        markup.open("thead").open("tr").element("th", "Law", "scope", "col");
        for (String kernel : kernels()) markup.element("th", kernel, "scope", "col");
        markup.close().end();
        markup.open("tbody").line();
        for (Law law : laws()) {
            markup.open("tr").open("th", "scope", "row");
            markup.element("b", law.id()).text(" " + law.title()).close();
            for (String kernel : kernels())
                verdict(
                        markup,
                        proofs.find(proof -> proof.law().equals(law)
                                        && proof.kernel().name().equals(kernel))
                                .getOrNull());
            markup.end();
        }
        markup.end();
        markup.end();
        markup.end();
        markup.end();
    }

    private static void verdict(Markup markup, @Nullable Proof proof) {
        if (proof == null) {
            markup.element("td", "");
            return;
        }
        Verdict like = switch (proof.verdict()) {
            case PROVED -> Verdict.HELD;
            case REFUTED, CONTRADICTED -> Verdict.BROKEN;
            case PROVED_WHERE, UNKNOWN -> Verdict.INCOMPLETE;
            case NOT_APPLICABLE -> Verdict.NOT_APPLICABLE;
        };
        markup.open("td", "class", like == Verdict.NOT_APPLICABLE ? "" : VerdictSign.style(like));
        markup.element(
                "span",
                proof.verdict() == Proof.Verdict.PROVED_WHERE ? "|" : VerdictSign.sign(like),
                "class",
                "sign",
                "aria-hidden",
                "true");
        markup.text(" " + words(proof)).close();
    }

    private static String words(Proof proof) {
        if (proof.outcome() instanceof Proof.NotApplicable) return "not arithmetic";
        if (proof.outcome() instanceof Proof.Unknown unknown) return "not known: " + unknown.reason();
        if (proof.outcome() instanceof Proof.Refuted refuted) return "refuted: " + refuted.lemma();
        if (proof.outcome() instanceof Proof.Contradicted contradicted)
            return "contradicted by " + contradicted.token();
        if (proof.borders().isEmpty()) return "for every array";
        return "where " + proof.borders().map(Proof.Border::condition).mkString("; ");
    }

    private void borders(Page page, Proof proof, String id) {
        Markup markup = page.markup();
        String name = proof.law().id() + " on " + proof.kernel().name();
        markup.element("h3", name + ": " + proof.law().title(), "id", id).line();
        Vector<BorderColumn> columns = BorderSvg.disks().map(disks -> BorderColumn.of(disks, proof.borders()));
        boolean isAlike = columns.forAll(column -> column.stretches().size() == 1);
        if (isAlike)
            markup.element(
                            "p",
                            "None of its borders has to do with disks and chunks alone: all that would be drawn is within"
                                    + " them.")
                    .line();
        else
            page.picture(
                    BorderSvg.of(name + ": within which chunks and disks it is proved", proof.borders(), columns, id),
                    name + ", the picture",
                    "");
        list(markup, proof, id);
        if (!isAlike) figures(markup, columns, name);
    }

    private static void list(Markup markup, Proof proof, String id) {
        markup.open("dl", "class", "facts", "id", id + "-f").line();
        for (int i = 0; i < proof.borders().size(); i++) {
            Proof.Border border = proof.borders().get(i);
            markup.open("div")
                    .element("dt", "Border " + BorderSvg.letter(i))
                    .open("dd")
                    .text(border.condition());
            if (border.beyond() != null)
                markup.text(". Beyond: " + border.beyond().counterexample() + "; kvetch replay "
                        + border.beyond().replay());
            else markup.text(". No array beyond is known that breaks the law.");
            markup.close().end();
        }
        markup.end();
    }

    private static void figures(Markup markup, Vector<BorderColumn> columns, String name) {
        markup.open("details").element("summary", "The same as figures").line();
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", name + ", as figures")
                .line();
        markup.open("table", "class", "figures").line();
        markup.element("caption", name + ": with which chunk_sectors so many disks are within all borders")
                .line();
        markup.open("thead").open("tr");
        markup.element("th", "disks", "scope", "col").element("th", "within", "scope", "col");
        markup.close().end();
        markup.open("tbody").line();
        for (BorderColumn column : columns) {
            markup.open("tr").element("th", Integer.toString(column.disks()), "scope", "row");
            markup.element("td", BorderSvg.within(column)).end();
        }
        markup.end();
        markup.end();
        markup.end();
        markup.end();
    }
}
