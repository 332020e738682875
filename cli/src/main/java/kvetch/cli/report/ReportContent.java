package kvetch.cli.report;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.options.Choice;
import kvetch.cli.picture.Portrait;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.cli.words.WhatMatters;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.proof.Matter;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;

/** What the sections of the page tell of. */
final class ReportContent {
    private static final int MOST_FINDINGS = 60;

    private final Check check;
    private final String moreArguments;
    private final Vector<LawResult> results;
    private final Distributions distributions;
    private final Baseline baseline;
    private final Sightings sightings;
    private final Grounds grounds;
    private final boolean isCutShort;
    private final Vector<Finding> findings;
    private final Vector<Portrait> portraits;

    ReportContent(
            Check check,
            String moreArguments,
            Vector<LawResult> results,
            Distributions distributions,
            Baseline baseline,
            Sightings sightings,
            Grounds grounds,
            boolean isCutShort) {
        this.check = check;
        this.isCutShort = isCutShort;
        this.moreArguments = moreArguments;
        this.results = results;
        this.distributions = distributions;
        this.baseline = baseline;
        this.sightings = sightings;
        this.grounds = grounds;
        this.findings = Finding.of(results, baseline);
        this.portraits = findings.take(MOST_FINDINGS).map(this::drawn);
    }

    Check check() {
        return check;
    }

    Vector<LawResult> results() {
        return results;
    }

    Distributions distributions() {
        return distributions;
    }

    Baseline baseline() {
        return baseline;
    }

    Sightings sightings() {
        return sightings;
    }

    /** What is known of the laws from elsewhere. */
    Grounds grounds() {
        return grounds;
    }

    /** All, those that are new before those that are known, and of each the easiest to reach first. */
    Vector<Finding> findings() {
        return findings;
    }

    /** Those that are told in full. */
    Vector<Finding> told() {
        return findings.take(MOST_FINDINGS);
    }

    /** What a finding that is told looks like when it runs. */
    Portrait portrait(Finding finding) {
        return portraits.get(finding.number() - 1);
    }

    /** What of its array matters; who cuts a check short has no time to hear it, nor is the array the smallest. */
    Vector<Matter> matters(Finding finding) {
        if (isCutShort) return Vector.empty();
        return WhatMatters.of(
                setup(finding), finding.defect().violation(), finding.defect().counterexample());
    }

    private Setup setup(Finding finding) {
        KernelProfile kernel = Choice.kernel(check.providers(), finding.result().kernel());
        AllocatorProvider provider = check.allocators()
                .find(candidate -> candidate.name().equals(finding.result().allocator()))
                .getOrElseThrow(() -> new IllegalStateException(
                        "not checked: " + finding.result().allocator()));
        return new Setup(check.providers().allocators(), kernel, provider);
    }

    private Portrait drawn(Finding finding) {
        Setup setup = setup(finding);
        // It runs the code of others once more, which may have been lucky so far.
        return Sandbox.call(setup.suspect(), check.timeoutMs(), () -> Portrait.of(setup, finding.defect()))
                .getOrElseGet(misbehaviour -> Portrait.none(setup.kernel(), finding.defect(), misbehaviour.message()));
    }

    int count(Verdict verdict) {
        return results.count(result -> result.verdict() == verdict);
    }

    /**
     * What a command must be given to find the allocator and the driver again, each argument after a space; empty where they
     * come with Kvetch.
     */
    String moreArguments(LawResult result) {
        boolean isPluggedIn = check.providers()
                .find(result.allocator())
                .flatMap(allocator -> check.providers()
                        .kernel(result.kernel())
                        .map(kernel -> new Setup(check.providers().allocators(), kernel, allocator).isPluggedIn()))
                .getOrElse(true);
        return isPluggedIn ? moreArguments : "";
    }

    static String names(Vector<String> names) {
        return names.size() < 2 ? names.mkString() : names.init().mkString(", ") + " and " + names.last();
    }
}
