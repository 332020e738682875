package kvetch.spark;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import kvetch.properties.campaign.Engine;
import kvetch.properties.campaign.EngineProvider;
import org.jspecify.annotations.Nullable;

/** Offers {@code --engine spark}. */
public final class SparkEngineProvider implements EngineProvider {
    /** All processors of this machine, and no cluster; a shard is tried as often as there. */
    private static final String EMBEDDED = "local[*," + SparkEngine.MOST_FAILURES + "]";

    /** For {@link java.util.ServiceLoader}. */
    public SparkEngineProvider() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Engine engine(@Nullable String master, Vector<Path> plugged, String version) {
        return new SparkEngine(master == null ? EMBEDDED : master, plugged, version);
    }
}
