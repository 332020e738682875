package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A provider is named twice, for the module path and for the class path, and both name the same. */
final class DescriptorTest {
    private static final String SERVICES = "META-INF/services/";

    @Test
    void providesIsWhatTheServiceFilesSay() throws IOException {
        Map<String, Map<String, List<String>>> provided = new TreeMap<>();
        Map<String, Map<String, List<String>>> inFiles = new TreeMap<>();
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            if (!module.name().startsWith("kvetch.")) continue;
            provided.put(module.name(), provides(module.reference()));
            inFiles.put(module.name(), serviceFiles(module.reference()));
        }
        assertThat(provided)
                .containsOnlyKeys("kvetch.allocators", "kvetch.api", "kvetch.cli", "kvetch.properties", "kvetch.raid0");
        assertThat(inFiles).isEqualTo(provided);
    }

    private static Map<String, List<String>> provides(ModuleReference module) {
        Map<String, List<String>> services = new TreeMap<>();
        module.descriptor().provides().forEach(provides -> services.put(provides.service(), provides.providers()));
        return services;
    }

    private static Map<String, List<String>> serviceFiles(ModuleReference module) throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        try (ModuleReader reader = module.open()) {
            List<String> files = reader.list()
                    .filter(name -> name.startsWith(SERVICES) && !name.endsWith("/"))
                    .collect(Collectors.toList());
            for (String file : files)
                try (InputStream in = reader.open(file).orElseThrow()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    services.put(file.substring(SERVICES.length()), text.lines().toList());
                }
        }
        return services;
    }
}
