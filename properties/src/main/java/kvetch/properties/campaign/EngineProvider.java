package kvetch.properties.campaign;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Offers an engine other than {@link Threads}; found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {
    /**
     * What {@code --engine} takes.
     *
     * @return a word
     */
    String name();

    /**
     * The engine.
     *
     * @param master where it runs, in its own terms; null for this machine
     * @param plugged jars, and directories of them, with what was plugged in and has to be wherever shards are gone through
     * @param version of this kvetch, as a campaign's description has it
     * @return an engine, which has not begun anything
     */
    Engine engine(@Nullable String master, Vector<Path> plugged, String version);
}
