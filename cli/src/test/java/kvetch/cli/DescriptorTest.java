package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the descriptors of the modules say. A provider is named twice, for the module path and for the class path, and both name the
 * same.
 */
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
                .containsOnlyKeys(
                        "kvetch.allocators",
                        "kvetch.api",
                        "kvetch.cli",
                        "kvetch.live",
                        "kvetch.properties",
                        "kvetch.prove",
                        "kvetch.raid0");
        assertThat(inFiles).isEqualTo(provided);
    }

    /** The descriptor lists every type that is exported to everybody, in a line of its own, and no other. */
    @Test
    void whatEverybodySeesOfPropertiesIsListed() throws IOException {
        Path main = Path.of("..", "properties", "src", "main", "java");
        String descriptor = Files.readString(main.resolve("module-info.java"));
        List<String> listed = matches("<li>\\{@link ([\\w.]+)}: \\w", descriptor);
        List<String> exported = new ArrayList<>();
        for (String name : matches("exports ([\\w.]+);", descriptor))
            try (Stream<Path> files = Files.list(main.resolve(name.replace('.', '/')))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String type = file.getFileName().toString().replace(".java", "");
                    String isPublic = "(?m)^public [\\w -]*(class|record|enum|interface) " + type + "\\b";
                    if (Pattern.compile(isPublic)
                            .matcher(Files.readString(file))
                            .find()) exported.add(name + "." + type);
                }
            }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(exported);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
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
