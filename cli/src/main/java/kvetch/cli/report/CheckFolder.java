package kvetch.cli.report;

import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import java.util.function.Consumer;
import kvetch.cli.console.ExitCode;
import kvetch.cli.json.CheckJson;
import kvetch.cli.page.OutFolder;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;

/** Says what came of a check in a folder of files: for people, for machines, and for tools that know other formats. */
public final class CheckFolder {
    /** What a check leaves. */
    static final Vector<String> FILES = OutFolder.FILES.remove(OutFolder.PICTURE);

    private static final double MILLIS = 1000;

    private final OutFolder folder;
    private final Check check;
    private final String moreArguments;
    private final Baseline baseline;
    private final Sightings sightings;
    private final Grounds grounds;
    private final Observations observations;

    /**
     * Nothing is written yet.
     *
     * @param moreArguments what a command must be given to find the allocators again, each argument after a space
     * @param baseline what the check is compared with
     * @param sightings what a real kernel does with the defects, all of them by the time that it is written
     * @param grounds what is known of the laws from elsewhere
     * @param nowMillis the time, which only the observations bear
     */
    public CheckFolder(
            OutFolder folder,
            Check check,
            String moreArguments,
            Baseline baseline,
            Sightings sightings,
            Grounds grounds,
            long nowMillis) {
        this.folder = folder;
        this.check = check;
        this.moreArguments = moreArguments;
        this.baseline = baseline;
        this.sightings = sightings;
        this.grounds = grounds;
        this.observations = new Observations(
                nowMillis / MILLIS,
                check.kernels().size()
                        * check.allocators().size()
                        * check.laws().size());
    }

    /** What must see each case. */
    public Consumer<Observation> observer() {
        return observations;
    }

    /**
     * Writes all files, or none.
     *
     * @param results what came of the check
     * @param shrinkSeconds for how long a counterexample was made smaller; negative if for as long as it took
     * @param expecting whether some broken laws were expected
     * @param interrupted whether it ended early
     * @param code what it ends with
     */
    public void write(
            Vector<LawResult> results, long shrinkSeconds, boolean expecting, boolean interrupted, ExitCode code) {
        folder.write(HashMap.of(
                OutFolder.REPORT,
                HtmlReport.of(
                        check,
                        moreArguments,
                        results,
                        observations.distributions(),
                        baseline,
                        sightings,
                        grounds,
                        interrupted),
                OutFolder.RESULTS,
                CheckJson.text(results, baseline, sightings) + "\n",
                OutFolder.JUNIT,
                JunitXml.of(results),
                OutFolder.OBSERVATIONS,
                observations.text(results),
                OutFolder.RUN,
                RunJson.of(check, results, shrinkSeconds, expecting, baseline.isGiven(), interrupted, code)));
    }

    /** Where the report is. */
    public String report() {
        return folder.report();
    }
}
