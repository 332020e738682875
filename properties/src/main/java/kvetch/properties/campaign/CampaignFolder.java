package kvetch.properties.campaign;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.vavr.collection.SortedSet;
import io.vavr.collection.TreeSet;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the shards of a campaign are kept, a file for each. A file is written elsewhere and moved to its place once it is on the disk,
 * so that it is there whole or not at all, whenever the process is killed.
 */
public final class CampaignFolder {
    private static final String DESCRIPTION = "campaign.json";
    private static final String TEMPORARY = ".shard-";
    private static final Pattern NAME = Pattern.compile("shard-(\\d{6,10})\\.json");

    private final Path path;

    private CampaignFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder of a campaign, which is made where it is not there.
     *
     * @param path where
     * @param description of the campaign
     * @return the folder, or why it cannot be that of this campaign
     * @throws IOException if it cannot be read or written
     */
    public static Either<String, CampaignFolder> of(Path path, JsonObject description) throws IOException {
        Files.createDirectories(path);
        Path file = path.resolve(DESCRIPTION);
        if (!Files.exists(file)) {
            try (Stream<Path> files = Files.list(path)) {
                if (files.anyMatch(each -> !each.getFileName().toString().startsWith(TEMPORARY)))
                    return Either.left(
                            "holds other things than a campaign; name a folder that is new, empty, or of this campaign");
            }
            write(path, DESCRIPTION, description);
        }
        CampaignFolder folder = new CampaignFolder(path);
        return folder.description()
                .flatMap(there -> there.equals(description)
                        ? Either.right(folder)
                        : Either.left("is that of another campaign: " + there));
    }

    /**
     * The folder of whatever campaign.
     *
     * @param path where
     * @return the folder, or why it is none
     */
    public static Either<String, CampaignFolder> at(Path path) {
        return Files.exists(path.resolve(DESCRIPTION))
                ? Either.right(new CampaignFolder(path))
                : Either.left("is not the folder of a campaign: there is no " + DESCRIPTION + " in it");
    }

    /**
     * Of which campaign it is.
     *
     * @return its description, or why it cannot be read
     * @throws IOException if it cannot be read at all
     */
    public Either<String, JsonObject> description() throws IOException {
        return read(path.resolve(DESCRIPTION));
    }

    /**
     * The shards that are there.
     *
     * @return their numbers
     * @throws IOException if the folder cannot be read
     */
    public SortedSet<Integer> shards() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return TreeSet.ofAll(
                    files.map(file -> NAME.matcher(file.getFileName().toString()))
                            .filter(Matcher::matches)
                            .map(name -> Integer.parseInt(name.group(1)))
                            .toList());
        }
    }

    /**
     * Keeps a shard. If it was there it is the same again.
     *
     * @param shard what came of it
     * @throws IOException if it cannot be written; nothing is there then that was not
     */
    public void keep(Shard shard) throws IOException {
        write(path, name(shard.number()), shard.json());
    }

    /**
     * A shard that is there.
     *
     * @param number its number
     * @return the shard, or why it is none
     * @throws IOException if it cannot be read at all
     */
    public Either<String, Shard> shard(int number) throws IOException {
        Path file = path.resolve(name(number));
        return read(file).flatMap(json -> {
            try {
                return Either.right(Shard.of(number, json));
            } catch (RuntimeException notOurs) {
                return Either.left(noShard(file));
            }
        });
    }

    /**
     * Takes away what those who were killed left half-written. To be called when all is there, so that nobody writes any more.
     *
     * @throws IOException if it cannot be taken away
     */
    public void tidy() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(path, TEMPORARY + "*")) {
            for (Path leftover : leftovers) Files.deleteIfExists(leftover);
        }
    }

    private static String name(int number) {
        return String.format("shard-%06d.json", number);
    }

    private static String noShard(Path file) {
        return "has a file that no campaign wrote: " + file.getFileName();
    }

    private static Either<String, JsonObject> read(Path file) throws IOException {
        try {
            return Either.right(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (NoSuchFileException gone) {
            return Either.left("has lost " + file.getFileName());
        } catch (JsonParseException | IllegalStateException notOurs) {
            return Either.left(noShard(file));
        }
    }

    private static void write(Path folder, String name, JsonObject json) throws IOException {
        // Not a temporary file of Java's, which nobody but its owner may read.
        Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer bytes = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            Files.move(
                    temporary,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
