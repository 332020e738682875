package kvetch.cli.prove;

import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.properties.law.Defect;
import kvetch.properties.proof.Proof;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Tells proofs one by one, each kernel under its name. */
public final class ProofText {
    private static final String INDENT = "      ";

    private final Paragraphs lines;
    private @Nullable KernelProfile last;

    /** For a terminal. */
    public ProofText(Terminal terminal) {
        this.lines = new Paragraphs(terminal);
    }

    /** The next one. */
    public void tell(Proof proof) {
        Style style = lines.style();
        if (!proof.kernel().equals(last)) {
            lines.blank();
            lines.say(style.bold(proof.kernel().name() + " (" + proof.kernel().description() + ")"));
            last = proof.kernel();
        }
        String head =
                "  " + Text.pad(proof.law().id(), 4) + Text.pad(proof.law().title(), 34);
        String lemmas = ", by " + Text.count(proof.obligations(), "lemma", "lemmas");
        if (proof.outcome() instanceof Proof.NotApplicable not) {
            lines.say(head + style.faint("not applicable"));
            wrap(not.reason());
        } else if (proof.outcome() instanceof Proof.Unknown unknown) {
            lines.say(head + style.doubtful("unknown"));
            wrap(unknown.reason());
        } else if (proof.outcome() instanceof Proof.Contradicted contradicted) {
            lines.say(head + style.bad("CONTRADICTED") + lemmas);
            wrap("a case breaks what is proved, and Kvetch is at fault: " + contradicted.token());
        } else if (proof.outcome() instanceof Proof.Refuted refuted) {
            lines.say(head + style.bad("REFUTED") + lemmas);
            wrap("not so: " + refuted.lemma());
            tell(refuted.defect());
        } else if (proof.outcome() instanceof Proof.ProvedWhere where) {
            lines.say(head + style.doubtful("proved where") + lemmas);
            wrap("for " + proof.domain());
            for (Proof.Border border : where.borders()) {
                lines.say("    - " + border.condition());
                if (border.beyond() == null) wrap("beyond: no array is known that breaks it");
                else tell(border.beyond());
            }
        } else {
            lines.say(head + style.good("proved") + lemmas);
            wrap("for " + proof.domain());
        }
    }

    private void tell(Defect defect) {
        wrap("beyond: " + defect.counterexample());
        lines.say(INDENT + "replay  " + defect.replay());
    }

    private void wrap(String text) {
        for (String line : Text.wrap(text, lines.width() - INDENT.length())) lines.say(INDENT + line);
    }
}
