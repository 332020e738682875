package kvetch.cli.commands;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Command;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.json.ReplayJson;
import kvetch.cli.live.Confirmation;
import kvetch.cli.options.Format;
import kvetch.cli.options.LiveOptions;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.reproduce.PinnedTest;
import kvetch.cli.reproduce.Reproducer;
import kvetch.cli.text.ReplayText;
import kvetch.cli.text.SightingText;
import kvetch.cli.words.WhatMatters;
import kvetch.live.LiveKernel;
import kvetch.live.Sighting;
import kvetch.properties.Replay;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a counterexample again. */
@CommandLine.Command(
        name = "replay",
        versionProvider = Version.class,
        description = {
            "Runs one counterexample again, step by step.",
            "",
            "A token names the array, the request, the allocation that fails, the kernel, the allocator and the law. It does"
                    + " not depend on seeds or on how cases are generated. Prints each allocation with its size, flags, answer"
                    + " and address, the zones as they form, where the request goes, what the kernel prints, and at the end"
                    + " whether the law is still broken.",
            "",
            "Where what goes wrong is arithmetic it says what of the array matters: for each part, with which values the law is"
                    + " broken in the same way. A solver has decided that, on formulas of the driver (docs/proofs.md)."
        },
        footer = {
            "",
            "Examples:",
            "  kvetch replay kv1/Z2/7.2/kvzalloc/d3/r1/c3/l1/f10eb80a",
            "  kvetch replay TOKEN --as-test > src/test/java/KvetchZ2Test.java",
            "  kvetch replay TOKEN --as-reproducer > reproduce.sh",
            "  kvetch replay TOKEN --as-blktests > blktests/tests/md/005",
            "  kvetch replay TOKEN --on live:/usr/bin/linux.uml",
            "",
            "The reproducer starts the array on loop devices of the machine that it runs on, which may well die of it. It"
                    + " does nothing unless it runs as root with KVETCH_THROWAWAY=yes. Not every counterexample has one.",
            "",
            "Exits with 1 if the law is broken, as the token says, or was seen to be with --on; 0 if it holds now, or was not"
                    + " seen to break, or if a test or a reproducer was written; 2 for a bad token and where there is no"
                    + " reproducer; 3 if the case has nothing to say about the law any more, or cannot be tried with --on; 4 if"
                    + " the allocator misbehaved as a program."
        })
final class ReplayCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "The token, as a report prints it.")
    private @Nullable String token;

    @Option(
            names = "--as-test",
            description =
                    "Write a JUnit test of the case instead. It needs kvetch-properties and the allocator. With an"
                            + " allocator of yours it fails until the law holds; what a kernel's own breaks it pins.")
    private boolean asTest;

    @Option(
            names = "--as-reproducer",
            description = "Write a shell script that reproduces it on a real machine instead.")
    private boolean asReproducer;

    @Option(names = "--as-blktests", description = "Write the same as a test for blktests' md group instead.")
    private boolean asBlktests;

    @Option(
            names = "--on",
            paramLabel = "live:PATH",
            description =
                    "Try it on a real kernel instead, one that runs as a process of its own, and say in its own words"
                            + " what it did.")
    private @Nullable String on;

    @CommandLine.Mixin
    private final LiveOptions.WithMemory live = new LiveOptions.WithMemory();

    @CommandLine.Mixin
    private final PluggedIn pluggedIn = new PluggedIn();

    @CommandLine.Mixin
    private final Format format = new Format();

    @Override
    public ExitCode run(Terminal terminal) {
        boolean json = format.isJson();
        if (token == null) throw new UsageError("say which counterexample: kvetch replay TOKEN, as a report prints it");
        Vector<String> instead = instead();
        if (instead.size() > 1) throw new UsageError(instead.mkString(" and ") + " exclude each other");
        if (json && instead.nonEmpty() && on == null)
            throw new UsageError("--format json does not go with " + instead.head());
        boolean isTold = instead.isEmpty();
        if (isTold) WhatMatters.prepare();
        Providers providers = pluggedIn.load(terminal);
        Replay replay =
                Replay.of(providers, token.strip(), pluggedIn.timeoutMs()).getOrElseThrow(UsageError::new);
        Misbehaviour misbehaviour = replay.misbehaviour();
        if (misbehaviour != null) throw new AllocatorFailure(misbehaviour);
        if (asTest) {
            terminal.out().print(PinnedTest.of(replay));
            return ExitCode.HELD;
        }
        if (asReproducer || asBlktests) {
            Either<String, String> script = asReproducer ? Reproducer.of(replay) : Reproducer.asBlktest(replay);
            terminal.out().print(script.getOrElseThrow(UsageError::new));
            return ExitCode.HELD;
        }
        if (on != null) return replayOn(terminal, providers, replay, on, json);
        if (json) terminal.say(Json.format(ReplayJson.of(replay)));
        else new ReplayText(terminal.style(), terminal.width()).of(replay).forEach(terminal::say);
        return exitCode(replay);
    }

    private ExitCode replayOn(Terminal terminal, Providers providers, Replay replay, String kernel, boolean json) {
        Sighting sighting;
        try (LiveKernel there = live.open(kernel)) {
            sighting = Confirmation.of(there, providers, replay);
        }
        if (json) terminal.say(Json.format(ReplayJson.of(replay.token(), kernel, sighting)));
        else new SightingText(terminal).tell(replay.token(), sighting);
        if (sighting instanceof Sighting.Seen) return ExitCode.BROKEN;
        return sighting instanceof Sighting.NotSeen ? ExitCode.HELD : ExitCode.INCOMPLETE;
    }

    /** What is asked for instead of the steps. */
    private Vector<String> instead() {
        return Vector.of("--as-test", "--as-reproducer", "--as-blktests", "--on")
                .zip(Vector.of(asTest, asReproducer, asBlktests, on != null))
                .filter(option -> option._2)
                .map(option -> option._1);
    }

    private static ExitCode exitCode(Replay replay) {
        return switch (replay.verdict()) {
            case BROKEN -> ExitCode.BROKEN;
            case ERROR -> ExitCode.ALLOCATOR;
            case HELD -> ExitCode.HELD;
            case INCOMPLETE, NOT_APPLICABLE -> ExitCode.INCOMPLETE;
        };
    }
}
