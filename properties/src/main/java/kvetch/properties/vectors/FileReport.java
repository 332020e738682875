package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * How the model did on one file of recordings.
 *
 * @param file the file, as the caller named it
 * @param kinds the kinds of recording in it, in the order they first occur
 * @param agreed how many recordings the model agrees with, on every kernel that they name
 * @param total how many recordings there are
 * @param disagreements the others, in file order
 */
public record FileReport(String file, Vector<String> kinds, int agreed, int total, Vector<Disagreement> disagreements) {

    /**
     * Whether the model agrees with every recording.
     *
     * @return true if there is no disagreement
     */
    public boolean agrees() {
        return disagreements.isEmpty();
    }

    /**
     * The first disagreement.
     *
     * @return none if the model agrees with every recording
     */
    public Option<Disagreement> firstDisagreement() {
        return disagreements.headOption();
    }

    /**
     * The report in one line.
     *
     * @return for example {@code map.jsonl: map 160/160}
     */
    public String summary() {
        return file + ": " + kinds.mkString(",") + " " + agreed + "/" + total;
    }
}
