package kvetch.cli.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Styles and scripts as they lie beside the classes that write them. */
public final class Stylesheet {
    /** The colours of all pages, light and dark, and how what pictures are made of looks. */
    public static final String PICTURES = of(Stylesheet.class, "picture.css");

    private Stylesheet() {}

    /** A file beside a class. */
    public static String of(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
