package kvetch.spark;

import io.vavr.collection.Vector;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What was plugged in, each jar or directory in an archive of its own, since two may have the same name. Whoever has a task fetches
 * them, so that they are kept for as long as there are tasks.
 *
 * @param folder where the archives are
 * @param plugged what is in them
 */
record Archives(Path folder, Vector<Path> plugged) implements AutoCloseable {
    static Archives of(Vector<Path> paths) throws IOException {
        Vector<Path> plugged = Vector.empty();
        for (Path path : paths) plugged = plugged.append(path.toRealPath());
        Archives archives = new Archives(Files.createTempDirectory("kvetch-plugged"), plugged);
        try {
            for (int i = 0; i < plugged.size(); i++) pack(plugged.get(i), archives.file(i));
            return archives;
        } catch (IOException e) {
            archives.close();
            throw e;
        }
    }

    private static void pack(Path path, Path archive) throws IOException {
        Path parent = path.resolveSibling("");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
                Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                // A zip has slashes on every system.
                String name = parent.relativize(file).toString().replace(File.separatorChar, '/');
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    /** Sends them to wherever tasks run; where they are among what Spark has brought there. */
    List<String> sent(JavaSparkContext spark) {
        for (int i = 0; i < plugged.size(); i++) spark.sc().addArchive(file(i) + "#" + name(i));
        return plugged.zipWithIndex((path, i) -> name(i) + "/" + path.getFileName())
                .toJavaList();
    }

    private Path file(int number) {
        return folder.resolve(name(number) + ".zip");
    }

    private static String name(int number) {
        return "plugged-" + number;
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < plugged.size(); i++) Files.deleteIfExists(file(i));
        Files.delete(folder);
    }
}
