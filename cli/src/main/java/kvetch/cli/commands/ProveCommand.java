package kvetch.cli.commands;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.options.Choice;
import kvetch.cli.options.Format;
import kvetch.cli.options.ModulePath;
import kvetch.cli.options.Numbers;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.OutOption;
import kvetch.cli.prove.ProofJson;
import kvetch.cli.prove.ProofPage;
import kvetch.cli.prove.ProofText;
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
            "  kvetch prove --kernel 7.2 --kernel 7.2+stripe-64-bit --out proved",
            "  kvetch prove --smt2 lemmas      and then, say: cvc5 lemmas/M1.smt2",
            "",
            "Exits with 0 if all is proved; 1 if a law is broken, be it beyond a border; 3 if something is not known."
        })
final class ProveCommand implements Command {
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
    private final OutOption out = new OutOption();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        int timeoutMs = 1000 * (int) Numbers.whole(timeout, "--timeout", 1, 86_400);
        int cases = (int) Numbers.whole(tries, "--tries", 0, 1_000_000);
        Path folder = folder();
        OutFolder outFolder = out.folder();
        Prover prover = ServiceLoader.load(Prover.class)
                .findFirst()
                .orElseThrow(() -> new UsageError("this kvetch comes without its prover, the module kvetch.prove"));
        Providers providers = modulePath.load(terminal);
        Vector<Law> chosen =
                laws.isEmpty() ? providers.laws().all() : Choice.all(laws, id -> Choice.law(providers.laws(), id));
        Vector<KernelProfile> trees = Choice.kernels(providers, kernels);
        Progress progress = new Progress(terminal);
        ProofText text = new ProofText(terminal);
        int[] done = {0};
        int total = chosen.size() * trees.size();
        progress.show(0, total, "");
        Vector<Proof> proofs = prover.prove(
                new Prover.Question(providers, trees, chosen, new Prover.Limits(timeoutMs, cases), folder), proof -> {
                    progress.clear();
                    if (!json) text.tell(proof);
                    progress.show(++done[0], total, proof.kernel().name());
                });
        progress.clear();
        if (json) terminal.say(Json.format(ProofJson.of(proofs)));
        ExitCode code = code(proofs);
        if (outFolder != null) {
            ProofPage.write(outFolder, proofs, new ProofPage.Limits(timeoutMs, cases), code);
            if (!json) terminal.say("The report is in " + outFolder.report() + ".");
        }
        return code;
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
}
