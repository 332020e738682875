package kvetch.properties.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a mistake is not seen, as a person has found out. Each line of the file is an id, a word and a sentence:
 * {@code equivalent} where no array can show it, {@code mends} where it mends a known defect, so that it breaks no law and only a
 * recording shows it, {@code missing} where an array could show it.
 */
final class Reasons {
    private static final Path FILE = Path.of("src", "test", "resources", "mutants", "reasons.txt");
    private static final String EQUIVALENT = "equivalent";
    private static final String MENDS = "mends";
    private static final List<String> WORDS = List.of(EQUIVALENT, MENDS, "missing");

    private final Map<String, String[]> reasons = new LinkedHashMap<>();

    private Reasons() {}

    static Reasons read() {
        Reasons read = new Reasons();
        try {
            for (String line : Files.readAllLines(FILE)) {
                if (line.isBlank() || line.startsWith("#")) continue;
                String[] parts = line.split(" ", 3);
                boolean isReason = parts.length == 3 && WORDS.contains(parts[1]);
                if (!isReason || read.reasons.put(parts[0], parts) != null)
                    throw new IllegalStateException(FILE + ": not a reason, or a second one: " + line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    Iterable<String> ids() {
        return reasons.keySet();
    }

    /** The sentence; empty if nobody has found out. */
    String of(String id) {
        String[] parts = reasons.get(id);
        return parts == null ? "" : parts[1] + ": " + parts[2];
    }

    boolean isEquivalent(String id) {
        return of(id).startsWith(EQUIVALENT);
    }

    boolean isMending(String id) {
        return of(id).startsWith(MENDS);
    }
}
