package kvetch.spark;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import scala.Function1;
import scala.collection.Iterator;

/**
 * Goes through a shard wherever Spark says, in a process of its own: what was plugged in may throw, hang and end it as it may
 * anywhere.
 *
 * @param description of the campaign, as it stands in campaign.json
 * @param modules the names of the jars of kvetch, which Spark has brought
 * @param plugged where those are that were plugged in, among what Spark has brought
 * @param javaOptions for the process
 */
record ShardTask(String description, List<String> modules, List<String> plugged, List<String> javaOptions)
        implements Function1<Iterator<Integer>, String>, Serializable {
    // The names are those of CampaignFolder: kvetch itself is not where a task is, only in the process that it starts.
    private static final String DESCRIPTION = "campaign.json";

    // What Spark sends to a worker must name nothing of kvetch, so that it is this very class.
    @Override
    public String apply(Iterator<Integer> shard) {
        try {
            return run(shard.next());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * The file of the shard.
     *
     * @param number which shard, from 0 on
     * @throws IOException if there is no process, or no shard when it ends
     */
    String run(int number) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kvetch-shard");
        try {
            Files.writeString(folder.resolve(DESCRIPTION), description);
            return run(number, folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private String run(int number, Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command(number + 1, folder))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            // Spark interrupts a task whose result it has from elsewhere.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Path shard = folder.resolve(String.format("shard-%06d.json", number));
        if (!Files.exists(shard))
            throw new IOException("shard " + (number + 1) + " did not come to an end: " + Files.readString(said));
        return Files.readString(shard);
    }

    private List<String> command(int shard, Path folder) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-p",
                modules.stream().map(SparkFiles::get).collect(Collectors.joining(File.pathSeparator)),
                "-m",
                "kvetch.cli/kvetch.cli.Main",
                "campaign",
                "resume",
                folder.toString(),
                "--only",
                shard + ".." + shard,
                "--threads",
                "1"));
        for (String path : plugged) command.addAll(List.of("--module-path", SparkFiles.get(path)));
        return command;
    }
}
