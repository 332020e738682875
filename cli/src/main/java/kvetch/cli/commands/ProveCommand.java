package kvetch.cli.commands;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.cli.options.ModulePath;
import kvetch.cli.options.Numbers;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.proof.Proof;
import kvetch.properties.proof.Prover;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Proves laws for every array there can be. */
@CommandLine.Command(
        name = "prove",
        versionProvider = Version.class,
        description = {
            "Proves laws for every array there can be: any number of disks, any sizes, any chunk.",
            "",
            "The driver's own arithmetic is executed on formulas, from its byte code, and a solver decides what that comes to."
                    + " Where a law holds within borders only, the solver finds the smallest array beyond each; it is made"
                    + " smaller and run like any other."
        },
        footer = {
            "",
            "What is left to be done on paper is in docs/proofs.md. Each proof is held against cases as check draws them;"
                    + " where the two do not agree Kvetch is at fault.",
            "",
            "Examples:",
            "  kvetch prove --kernel 7.2 --kernel hardened",
            "  kvetch prove --law Z3 --kernel 7.2+stripe-64-bit",
            "  kvetch prove --smt2 lemmas      and then, say: cvc5 lemmas/M1.smt2",
            "",
            "Exits with 0 if all is proved; 1 if a law is broken, be it beyond a border; 3 if something is not known."
        })
final class ProveCommand implements Command {
    private static final String INDENT = "      ";

    @Option(
            names = "--law",
            paramLabel = "ID",
            description = "Prove this law; may be repeated. Default: all (kvetch laws).")
    private List<String> laws = new ArrayList<>();

    @Option(
            names = "--kernel",
            paramLabel = "NAME",
            description = "Of this kernel; may be repeated. Default: 7.2 (kvetch kernels).")
    private List<String> kernels = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the solver may think about one question. Default: 10.")
    private String timeout = "10";

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How many cases to hold each proof against, 0 to 1000000. Default: 200.")
    private String tries = "200";

    @Option(
            names = "--smt2",
            paramLabel = "DIR",
            description = "Write each lemma to a file in SMT-LIB there, for another solver to decide.")
    private @Nullable String smt2;

    @CommandLine.Mixin
    private final ModulePath modulePath = new ModulePath();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        int timeoutMs = 1000 * (int) Numbers.whole(timeout, "--timeout", 1, 86_400);
        int cases = (int) Numbers.whole(tries, "--tries", 0, 1_000_000);
        Path folder = folder();
        Prover prover = ServiceLoader.load(Prover.class)
                .findFirst()
                .orElseThrow(() -> new UsageError("this kvetch comes without its prover, the module kvetch.prove"));
        Providers providers = modulePath.load(terminal);
        Vector<Law> chosen =
                laws.isEmpty() ? providers.laws().all() : Choice.all(laws, id -> Choice.law(providers.laws(), id));
        Vector<KernelProfile> trees =
                Choice.all(kernels.isEmpty() ? List.of("7.2") : kernels, name -> Choice.kernel(providers, name));
        Progress progress = new Progress(terminal);
        Teller teller = new Teller(terminal);
        int[] done = {0};
        int total = chosen.size() * trees.size();
        progress.show(0, total, "");
        Vector<Proof> proofs = prover.prove(
                new Prover.Question(providers, trees, chosen, new Prover.Limits(timeoutMs, cases), folder), proof -> {
                    progress.clear();
                    if (!json) teller.tell(proof);
                    progress.show(++done[0], total, proof.kernel().name());
                });
        progress.clear();
        if (json) terminal.say(Json.format(json(proofs)));
        return code(proofs);
    }

    private @Nullable Path folder() {
        try {
            return smt2 == null ? null : Files.createDirectories(Path.of(smt2));
        } catch (InvalidPathException | IOException e) {
            throw new UsageError("--smt2: cannot write to " + smt2);
        }
    }

    static ExitCode code(Vector<Proof> proofs) {
        if (proofs.exists(proof -> proof.verdict() == Proof.Verdict.CONTRADICTED)) return ExitCode.OUR_FAULT;
        boolean isBroken = proofs.exists(proof ->
                proof.verdict() == Proof.Verdict.REFUTED || proof.borders().exists(border -> border.beyond() != null));
        if (isBroken) return ExitCode.BROKEN;
        boolean isOpen = proofs.exists(
                proof -> proof.verdict() == Proof.Verdict.UNKNOWN || proof.verdict() == Proof.Verdict.PROVED_WHERE);
        return isOpen ? ExitCode.INCOMPLETE : ExitCode.HELD;
    }

    /** Tells proofs one by one, each kernel under its name. */
    private static final class Teller {
        private final Paragraphs lines;
        private @Nullable KernelProfile last;

        Teller(Terminal terminal) {
            this.lines = new Paragraphs(terminal);
        }

        void tell(Proof proof) {
            Style style = lines.style();
            if (!proof.kernel().equals(last)) {
                lines.blank();
                lines.say(
                        style.bold(proof.kernel().name() + " (" + proof.kernel().description() + ")"));
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

    private static JsonObject json(Vector<Proof> proofs) {
        JsonArray results = new JsonArray();
        for (Proof proof : proofs) results.add(json(proof));
        JsonObject answer = Json.answer();
        answer.add("results", results);
        return answer;
    }

    private static JsonObject json(Proof proof) {
        JsonObject json = new JsonObject();
        json.addProperty("law", proof.law().id());
        json.addProperty("kernel", proof.kernel().name());
        json.addProperty("verdict", proof.verdict().toString().toLowerCase(Locale.ROOT));
        if (proof.outcome() instanceof Proof.NotApplicable not) json.addProperty("reason", not.reason());
        if (proof.outcome() instanceof Proof.Unknown unknown) json.addProperty("reason", unknown.reason());
        if (proof.outcome() instanceof Proof.Contradicted contradicted)
            json.addProperty("replay", contradicted.token());
        if (proof.outcome() instanceof Proof.Refuted refuted) {
            json.addProperty("lemma", refuted.lemma());
            json.addProperty("replay", refuted.defect().replay());
        }
        if (proof.outcome() instanceof Proof.ProvedWhere where) {
            json.addProperty(
                    "condition", where.borders().map(Proof.Border::condition).mkString("; "));
            // The one of the last border: those of a negative chunk and of too many sectors come first, and are
            // everybody's.
            Vector<Defect> beyond = where.borders().flatMap(border -> io.vavr.control.Option.of(border.beyond()));
            if (beyond.nonEmpty()) json.addProperty("replay", beyond.last().replay());
            json.add("borders", borders(where));
        }
        json.addProperty("domain", proof.domain());
        json.addProperty("obligations", proof.obligations());
        json.addProperty("elapsed_ms", proof.elapsedMs());
        return json;
    }

    private static JsonArray borders(Proof.ProvedWhere where) {
        JsonArray borders = new JsonArray();
        for (Proof.Border border : where.borders()) {
            JsonObject one = new JsonObject();
            one.addProperty("condition", border.condition());
            if (border.beyond() != null)
                one.addProperty("replay", border.beyond().replay());
            borders.add(one);
        }
        return borders;
    }
}
