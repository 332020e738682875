package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.pagewise.PagewiseProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example in the package's documentation: it is compiled here, word for word, and works. */
class ExampleTest {
    private static final Path DOCUMENTATION = Path.of("src/main/java/kvetch/api/package-info.java");
    private static final Path COMPILED = Path.of("src/test/java/com/example/pagewise/PagewiseProvider.java");

    @Test
    void documentationShowsTheCompiledExample() throws IOException {
        String shown = Files.readString(DOCUMENTATION)
                .lines()
                .map(line -> line.startsWith(" * ") ? line.substring(3) : line.equals(" *") ? "" : line)
                .collect(Collectors.joining("\n"));
        assertThat(shown).contains("<pre>{@code\n" + Files.readString(COMPILED) + "}</pre>");
    }

    @Test
    void exampleDeclaresWhatItIs() {
        PagewiseProvider provider = new PagewiseProvider();
        assertThat(provider.name()).isEqualTo("pagewise").matches(AllocatorProvider.NAME);
        assertThat(provider.family()).isEqualTo(Family.KMALLOC);
        assertThat(provider.spiVersion()).isEqualTo(AllocatorProvider.SPI_VERSION);
        assertThat(provider.capabilities(MachineProfile.of(4096, 256)).describe())
                .containsExactly("contiguous only", "at most 4194304 bytes");
    }
}
