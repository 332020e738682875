package kvetch.properties.vectors;

import io.vavr.collection.Vector;

/**
 * A file of recordings that was read.
 *
 * @param file the file, as the caller named it
 * @param recordings what it holds, in file order; at least one
 */
public record RecordingFile(String file, Vector<Recording> recordings) {}
