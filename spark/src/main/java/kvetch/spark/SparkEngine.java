package kvetch.spark;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Engine;
import kvetch.properties.campaign.EngineException;
import kvetch.properties.campaign.Shard;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function2;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** Goes through shards on Spark: a task for each, whose result is the shard's file. */
final class SparkEngine implements Engine {
    /** How often a shard is tried. */
    static final int MOST_FAILURES = 8;

    private static final long LOOK_MS = 100;

    /** Those of the launcher: there is a process for each processor. */
    private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private final String master;
    private final Vector<Path> plugged;

    private final String version;

    SparkEngine(String master, Vector<Path> plugged, String version) {
        this.master = master;
        this.plugged = plugged;
        this.version = version;
    }

    /** The file of a shard that is done. */
    private record Done(int number, String text) {}

    @Override
    public void run(Campaign campaign, Vector<Integer> shards, BooleanSupplier isCancelled, Listener listener)
            throws IOException {
        try (Archives archives = Archives.of(plugged);
                JavaSparkContext spark = new JavaSparkContext(configuration())) {
            spark.setLogLevel("ERROR");
            ShardTask task = new ShardTask(
                    campaign.description(version).toString(),
                    sent(spark, ownJars()),
                    archives.sent(spark),
                    JAVA_OPTIONS);
            LinkedBlockingQueue<Done> done = new LinkedBlockingQueue<>();
            FutureAction<Boolean> job = submit(spark, task, shards, done);
            int told = 0;
            while (told < shards.size() && !isCancelled.getAsBoolean()) {
                Done next = done.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    JsonObject json = JsonParser.parseString(next.text).getAsJsonObject();
                    listener.isDone(Shard.of(next.number, json));
                    told++;
                } else if (job.isCompleted() && done.isEmpty()) {
                    // Spark has tried again as often as it does.
                    job.value().get().get();
                }
            }
            job.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | EngineException e) {
            throw e;
        } catch (Exception e) {
            // Spark, which is written in Scala, declares nothing that it throws.
            throw new EngineException("Spark on " + master + " gave up: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** A task for each shard; which are done is said as soon as they are. */
    private static FutureAction<Boolean> submit(
            JavaSparkContext spark, ShardTask task, Vector<Integer> shards, LinkedBlockingQueue<Done> done) {
        List<Integer> numbers = shards.asJava();
        JavaRDD<Integer> each = spark.parallelize(numbers, shards.size());
        Function2<Object, String, BoxedUnit> tell = (partition, text) -> {
            done.add(new Done(numbers.get((Integer) partition), text));
            return BoxedUnit.UNIT;
        };
        return spark.sc()
                .submitJob(
                        each.rdd(),
                        task,
                        CollectionConverters.<Object>asScala(List.<Object>copyOf(
                                        Vector.range(0, shards.size()).asJava()))
                                .toSeq(),
                        tell,
                        () -> true);
    }

    private SparkConf configuration() {
        SparkConf configuration = new SparkConf()
                .setAppName("kvetch")
                .setMaster(master)
                .setIfMissing("spark.ui.enabled", "false")
                // A straggler is overtaken: which of two comes first makes no difference.
                .setIfMissing("spark.speculation", "true")
                .setIfMissing("spark.task.maxFailures", String.valueOf(MOST_FAILURES));
        return configuration.setJars(new String[] {jarOf(SparkEngine.class).toString()});
    }

    /** Sends jars to wherever tasks run; with their names there. */
    private static List<String> sent(JavaSparkContext spark, Vector<Path> jars) {
        for (Path jar : jars) spark.addFile(jar.toAbsolutePath().toString());
        return jars.map(jar -> jar.getFileName().toString()).toJavaList();
    }

    /** The jars that this kvetch runs from. */
    private static Vector<Path> ownJars() {
        return Vector.of(System.getProperty("jdk.module.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> jarsIn(Path.of(entry)));
    }

    private static Vector<Path> jarsIn(Path path) {
        if (!Files.isDirectory(path)) return Vector.of(path);
        try (Stream<Path> files = Files.list(path)) {
            return Vector.ofAll(
                    files.filter(file -> file.toString().endsWith(".jar")).sorted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a jar has a place", impossible);
        }
    }
}
