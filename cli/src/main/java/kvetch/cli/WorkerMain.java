package kvetch.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import kvetch.properties.BlackBox;
import kvetch.properties.Isolation;
import kvetch.properties.Providers;
import kvetch.properties.Worker;

/** The entry point of a process in which one allocator is judged, started by {@code check}. */
final class WorkerMain {
    private WorkerMain() {}

    /** Keeps allocators apart from this process. */
    static Isolation isolation(List<Path> modulePath) {
        List<String> paths = new ArrayList<>();
        for (Path path : modulePath) paths.add(path.toString());
        return Isolation.inProcesses(javaArguments ->
                JavaProcess.command(WorkerMain.class, javaArguments, paths).asJava());
    }

    /**
     * Serves the process that started this one.
     *
     * @param args where to find further allocators, and then the kernel, the allocator and the time limit in milliseconds
     */
    public static void main(String[] args) {
        InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16);
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        // What is left of the standard streams is for the allocator, and nobody listens.
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        CountDownLatch over = new CountDownLatch(1);
        // Neither an allocator that calls System.exit nor a Ctrl-C that was meant for all ends this.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(over), "worker-stays"));
        try {
            int count = args.length - 3;
            List<Path> paths = new ArrayList<>();
            for (int i = 0; i < count; i++) paths.add(Path.of(args[i]));
            Providers providers = Providers.load(paths).getOrElseThrow(problem -> new IOException(problem));
            Worker.serve(providers, args[count], args[count + 1], Long.parseLong(args[count + 2]), in, out);
            BlackBox.noteEnd(0);
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
