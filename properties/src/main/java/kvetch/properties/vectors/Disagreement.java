package kvetch.properties.vectors;

import io.vavr.collection.Vector;

/**
 * A recording that the model does not agree with.
 *
 * @param file the file, as the caller named it
 * @param recording the recording
 * @param release the kernel on which the model differs, by release; the first one where several do
 * @param differences on what they differ; at least one
 */
public record Disagreement(String file, Recording recording, String release, Vector<Difference> differences) {

    /**
     * The disagreement in full.
     *
     * @return a line that says which recording it is, and a line for each difference
     */
    public Vector<String> lines() {
        String title = file + ":" + recording.origin().line() + ": " + recording.kind() + " on " + release + ", "
                + recording.parameters();
        return differences.map(difference -> "  " + difference).prepend(title);
    }
}
