package kvetch.live.guest;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import kvetch.api.Splat;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that runs as a process, and answers. Every answer has a time limit; a guest that keeps silent is killed. Not for two
 * threads at a time.
 */
public final class Guest implements AutoCloseable {
    private static final String MARK = "=kv ";
    private static final String END = "\0";
    private static final String PANIC = "Kernel panic - not syncing";
    private static final int MOST_WORDS = 4000;

    /** Fewer characters than a terminal holds. */
    private static final int LONGEST = 1500;

    private static final long BRIEF_MS = 8000;

    private static final int STOPS_IN_S = 3;

    private final Process process;
    private final OutputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Clock clock;
    private long patienceMs;
    private final Ready ready;
    private int number;
    private @Nullable Splat fired;
    private boolean isDead;

    /** What a guest says of itself when it is up. */
    public record Ready(String release, int pageSize, long memoryKb, boolean clearsWarnOnce, Set<Ability> abilities) {}

    /** What some kernels can and others cannot. */
    public enum Ability {
        /** Disks with integrity profiles. */
        PROFILES("profiles"),
        /** Caches of slub are told to look for what is done with memory that is not theirs any more. */
        SLUB_DEBUG("slub_debug"),
        /** Each access to memory is looked at. */
        KASAN("kasan"),
        /** Allocations can be made to fail, each by its number. */
        FAILSLAB("failslab");

        private final String word;

        Ability(String word) {
            this.word = word;
        }
    }

    /** How a line is waited for. */
    @FunctionalInterface
    interface Clock {
        /** The next line, or null if so many milliseconds are over before there is one. */
        @Nullable
        String next(BlockingQueue<String> lines, long ms) throws InterruptedException;
    }

    private Guest(Process process, Clock clock, long bootMs, long patienceMs, String kernel) {
        this.process = process;
        this.clock = clock;
        this.in = process.getOutputStream();
        this.patienceMs = patienceMs;
        Thread reader = new Thread(this::read, "kvetch-guest");
        reader.setDaemon(true);
        reader.start();
        this.ready = awaitReady(bootMs, kernel);
    }

    /**
     * Boots one.
     *
     * @param command what starts it
     * @param release of the kernel, for what there is to say where it does not come up
     * @param bootMs how many milliseconds of processor time it may take for a line on the way
     * @param patienceMs how many of them it may take for an answer
     * @throws LiveProblem if it does not come up
     */
    public static Guest boot(List<String> command, String release, long bootMs, long patienceMs) {
        return boot(command, release, PatientClock::new, bootMs, patienceMs);
    }

    static Guest boot(
            List<String> command, String release, Function<Process, Clock> clock, long bootMs, long patienceMs) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new Guest(process, clock.apply(process), bootMs, patienceMs, release);
        } catch (IOException e) {
            throw new LiveProblem("cannot start a guest: " + e.getMessage());
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) lines.add(line);
        } catch (IOException ended) {
            // Which is the end.
        }
        lines.add(END);
    }

    private @Nullable String next(long ms) {
        try {
            return clock.next(lines, ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new LiveProblem("interrupted while a guest was asked");
        }
    }

    private Ready awaitReady(long bootMs, String kernel) {
        String last = "";
        for (int said = 0; ; said++) {
            String line = said < MOST_WORDS ? next(bootMs) : null;
            if (line == null || line.equals(END)) {
                close();
                throw new DoesNotComeUp("Linux " + kernel + " does not come up"
                        + (line == null ? " within " + bootMs / 1000 + " s" : "; " + Ending.of(process.exitValue()))
                        + (last.isEmpty() ? "" : "; the last it says is: " + last));
            }
            if (line.startsWith(MARK + "module ")) {
                close();
                throw new LiveProblem("Linux " + kernel + " does not take the module "
                        + line.substring((MARK + "module ").length()).replace(" ", ": errno "));
            }
            if (line.startsWith(MARK + "ready ")) return parseReady(line.substring(MARK.length()), kernel);
            // After a panic come only the registers.
            if (!line.isBlank() && !last.contains(PANIC)) last = line.strip();
        }
    }

    private Ready parseReady(String line, String kernel) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        String missing = words.contains("no-raid0") ? "raid0" : words.contains("no-loop") ? "loop" : "";
        if (words.size() < 7 || !missing.isEmpty()) {
            close();
            throw new LiveProblem("Linux " + kernel + " has no " + (missing.isEmpty() ? "such guest" : missing)
                    + " built in, and no folder with its modules was found; name it");
        }
        return new Ready(
                words.get(1),
                Integer.parseInt(words.get(2)),
                Long.parseLong(words.get(3)),
                words.get(4).equals("clears"),
                HashSet.of(Ability.values()).filter(ability -> words.contains(ability.word)));
    }

    public Ready ready() {
        return ready;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public boolean isDead() {
        return isDead;
    }

    /** The WARN that has fired since it booted, or was last cleared, and fires no more; null if none has. */
    @Nullable
    public Splat fired() {
        return fired;
    }

    public void fired(Splat splat) {
        if (fired == null) fired = splat;
    }

    /** Lets every WARN fire again, if the kernel can; false if it takes a boot. */
    public boolean clear() {
        if (fired == null) return true;
        if (!ready.clearsWarnOnce || !ask("clear").equals("0")) return false;
        fired = null;
        return true;
    }

    /** Asks one thing. */
    public String ask(String command) {
        return ask(List.of(command)).get(0);
    }

    /** Asks what a kernel may go on with for ever. */
    public String askBriefly(String command) {
        long usual = patienceMs;
        patienceMs = Math.min(usual, BRIEF_MS);
        try {
            return ask(command);
        } finally {
            patienceMs = usual;
        }
    }

    /**
     * Asks some things, one after another.
     *
     * @return an answer to each
     * @throws GuestDied if it dies of one, or keeps silent, and is killed
     */
    public Vector<String> ask(List<String> commands) {
        Vector<String> answers = Vector.empty();
        List<String> together = new ArrayList<>();
        int length = 0;
        for (String command : commands) {
            if (length + command.length() > LONGEST) {
                answers = answers.appendAll(askTogether(together));
                together.clear();
                length = 0;
            }
            together.add(shortened(command));
            length += command.length();
        }
        return answers.appendAll(askTogether(together));
    }

    /** A console takes so much at a time; of a command that is longer the first words go ahead. */
    private String shortened(String command) {
        String rest = command;
        int name = command.indexOf(' ') + 1;
        while (rest.length() > LONGEST) {
            int end = rest.lastIndexOf(' ', LONGEST);
            askTogether(List.of("more " + rest.substring(name, end)));
            rest = rest.substring(0, name) + rest.substring(end + 1);
        }
        return rest;
    }

    private Vector<String> askTogether(List<String> commands) {
        StringBuilder text = new StringBuilder();
        int first = number + 1;
        for (String command : commands)
            text.append(++number).append(' ').append(command).append('\n');
        Vector<String> answers = Vector.empty();
        List<String> words = new ArrayList<>();
        send(text.toString());
        while (answers.size() < commands.size()) {
            boolean hasPanicked = words.stream().anyMatch(word -> word.contains(PANIC));
            String line = next(hasPanicked ? Math.min(patienceMs, BRIEF_MS) : patienceMs);
            if (line == null || line.equals(END)) {
                isDead = true;
                close();
                // One that panics and does not end is dead all the same.
                boolean isSilent = line == null && !hasPanicked;
                throw new GuestDied(beginning(commands.get(answers.size())), Vector.ofAll(words), isSilent);
            }
            String expected = MARK + (first + answers.size()) + " ";
            if (line.startsWith(expected)) answers = answers.append(line.substring(expected.length()));
            else if (!line.isBlank() && words.size() < MOST_WORDS) words.add(line.stripTrailing());
        }
        return answers;
    }

    private void send(String text) {
        try {
            in.write(text.getBytes(StandardCharsets.US_ASCII));
            in.flush();
        } catch (IOException ended) {
            // What it has said by then tells why.
        }
    }

    private static String beginning(String question) {
        return question.length() <= 60 ? question : question.substring(0, 60) + "...";
    }

    /** What holds it kills it when nothing can come any more. */
    @Override
    public void close() {
        isDead = true;
        try {
            in.close();
        } catch (IOException ended) {
            // Then it need not be told.
        }
        try {
            if (!process.waitFor(STOPS_IN_S, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
