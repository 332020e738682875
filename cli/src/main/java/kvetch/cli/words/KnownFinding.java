package kvetch.cli.words;

import io.vavr.collection.Vector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What Kvetch has found in Linux so far, as docs/findings.md tells it.
 *
 * @param id F and a number
 * @param token of its smallest counterexample
 * @param title a sentence without its full stop
 */
public record KnownFinding(String id, String token, String title) {
    private static final String FILE = "findings.txt";

    /** All of them, in the order of their numbers. */
    public static Vector<KnownFinding> all() {
        InputStream file = KnownFinding.class.getResourceAsStream(FILE);
        if (file == null) throw new IllegalStateException("no resource " + FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return Vector.ofAll(lines.lines()).map(KnownFinding::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownFinding parse(String line) {
        String[] words = line.split(" ", 3);
        return new KnownFinding(words[0], words[1], words[2]);
    }
}
