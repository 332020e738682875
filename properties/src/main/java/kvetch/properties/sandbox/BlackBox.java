package kvetch.properties.sandbox;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.CaseText;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import org.jspecify.annotations.Nullable;

/**
 * What a process was doing when it ended, for the one that started it: a page of memory that both share.
 *
 * <p>Whoever starts the process makes one and names it in the property {@value #PROPERTY}; the process writes to it as it goes.
 */
public final class BlackBox {
    /** The system property that names the file. */
    public static final String PROPERTY = "kvetch.blackbox";

    private static final @Nullable BlackBox OF_PROCESS = find();

    private static final int BYTES = 1 << 16;
    private static final int SAMPLES = 0;
    private static final int CALL = 8;
    private static final int GFP = 12;
    private static final int ARGUMENT = 16;
    private static final int CODE = 24;
    private static final int NAME = 32;
    private static final int NAME_BYTES = 32;
    private static final int DRIVER = NAME + NAME_BYTES;
    private static final int LOADING = DRIVER + NAME_BYTES;
    private static final int LOADING_BYTES = 512;
    private static final int LAW = LOADING + LOADING_BYTES;
    private static final int TOKEN_LENGTH = LAW + NAME_BYTES;
    private static final int TOKEN = TOKEN_LENGTH + 4;

    private final Path file;
    private final MappedByteBuffer memory;
    private String lastName = "";
    private String lastDriver = "";

    private BlackBox(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
        }
    }

    /**
     * A new one, for a process that is about to be started.
     *
     * @return an empty one
     * @throws IOException if there is no room for temporary files
     */
    public static BlackBox create() throws IOException {
        return new BlackBox(Files.createTempFile("kvetch", ".box"));
    }

    /** The one that this process was given; null if it was given none. */
    public static @Nullable BlackBox ofProcess() {
        return OF_PROCESS;
    }

    private static @Nullable BlackBox find() {
        String name = System.getProperty(PROPERTY, "");
        if (name.isEmpty()) return null;
        try {
            BlackBox box = new BlackBox(Path.of(name));
            // Memory that is mapped outlives its file, and so nothing is left behind whoever is killed.
            box.delete();
            return box;
        } catch (IOException gone) {
            // Whoever started us is gone too.
            return null;
        }
    }

    /**
     * The argument that gives it to a Java virtual machine.
     *
     * @return a system property
     */
    public String argument() {
        return "-D" + PROPERTY + "=" + file;
    }

    /** Leaves no file behind. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // A small file among temporary ones.
        }
    }

    // What the process writes

    void sample(@Nullable Case c) {
        stretch();
        memory.putInt(CALL, 0);
        memory.putInt(TOKEN_LENGTH, 0);
        if (c == null) return;
        byte[] token = CaseText.format(c).getBytes(StandardCharsets.US_ASCII);
        if (token.length > BYTES - TOKEN) return;
        memory.put(TOKEN, token);
        memory.putInt(TOKEN_LENGTH, token.length);
    }

    /** What follows may take as long as a case. */
    void stretch() {
        memory.putLong(SAMPLES, memory.getLong(SAMPLES) + 1);
    }

    void begin(int call, String allocator, long argument, int gfp) {
        memory.putLong(ARGUMENT, argument);
        memory.putInt(GFP, gfp);
        memory.putInt(CALL, call);
        name(allocator);
    }

    /** Code of somebody's is about to be called, by whatever way. */
    void judging(Culprit suspect) {
        String driver = suspect.isDriver() ? suspect.name() : "";
        if (!driver.equals(lastDriver)) put(DRIVER, driver);
        lastDriver = driver;
        if (!suspect.isDriver()) name(suspect.name());
    }

    private void name(String allocator) {
        if (!allocator.equals(lastName)) put(NAME, allocator);
        lastName = allocator;
    }

    private void put(int at, String name) {
        memory.put(at, Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), NAME_BYTES));
    }

    /** A provider is about to be made; the empty name for none. */
    public void loading(String type) {
        memory.put(LOADING, Arrays.copyOf(type.getBytes(StandardCharsets.UTF_8), LOADING_BYTES));
    }

    /** A law that was plugged in judges; the empty name for none. */
    void law(String name) {
        put(LAW, name);
    }

    void end() {
        memory.putInt(CALL, 0);
    }

    /**
     * Notes in this process's own that it has done its work, if it was given one.
     *
     * @param exitCode the code that it is about to exit with
     */
    public static void noteEnd(int exitCode) {
        if (OF_PROCESS != null) OF_PROCESS.memory.putInt(CODE, exitCode + 1);
    }

    // What is read of it

    /**
     * How many cases have begun.
     *
     * @return 0 or more
     */
    public long samples() {
        return memory.getLong(SAMPLES);
    }

    /**
     * Whether the process did its work, and meant to exit with this code.
     *
     * @param exitCode the code that it exited with
     * @return false if something else ended it
     */
    public boolean hasEnded(int exitCode) {
        return memory.getInt(CODE) == exitCode + 1;
    }

    /**
     * Whose code was called last: the allocator's if the process was in a call of it, else the driver's if one was plugged in.
     *
     * @return whoever it is; an allocator without a name if nobody was called
     */
    public Culprit culprit() {
        String driver = text(DRIVER, NAME_BYTES);
        return now(driver.isEmpty() ? Culprit.allocator(text(NAME, NAME_BYTES)) : Culprit.driver(driver));
    }

    /** Who is to blame for what happens now, of one who is suspected and the allocator that is being called, if any is. */
    public Culprit now(Culprit suspect) {
        boolean isCalling = memory.getInt(CALL) != 0;
        // A law that was plugged in and judges, and calls nobody.
        String law = isCalling ? "" : text(LAW, NAME_BYTES);
        if (!law.isEmpty()) return Culprit.law(law);
        boolean isInCall = suspect.isDriver() && isCalling;
        return isInCall ? suspect.inCallOf(text(NAME, NAME_BYTES)) : suspect;
    }

    /** The call in which somebody misbehaved; empty if it was in none. */
    public String callOf(Culprit culprit) {
        return culprit.isLaw() ? "judge" : call();
    }

    /**
     * The provider that was being made.
     *
     * @return the name of its class; empty if none was
     */
    public String loading() {
        return text(LOADING, LOADING_BYTES);
    }

    private String text(int at, int bytes) {
        byte[] text = new byte[bytes];
        memory.get(at, text);
        return new String(text, StandardCharsets.UTF_8).replace("\0", "");
    }

    /**
     * The call that the process was in.
     *
     * @return for example {@code alloc(24, GFP_KERNEL|__GFP_ZERO)}; empty if in none
     */
    public String call() {
        return CallMonitor.describe(memory.getInt(CALL), memory.getLong(ARGUMENT), memory.getInt(GFP));
    }

    /** The case that it was at; null if at none. */
    @Nullable
    public Case testCase() {
        int length = memory.getInt(TOKEN_LENGTH);
        if (length <= 0 || length > BYTES - TOKEN) return null;
        byte[] token = new byte[length];
        memory.get(TOKEN, token);
        return CaseText.parseCase(new String(token, StandardCharsets.US_ASCII)).getOrNull();
    }

    /**
     * What to say of a process that ended in the middle of its work.
     *
     * @param exitCode the code that it exited with
     * @return how whoever was called last misbehaved, or whose code judged just then
     */
    public Misbehaviour ended(int exitCode) {
        return ended(exitCode, culprit());
    }

    /** The same where it is known whose code the process ran. */
    public Misbehaviour ended(Culprit suspect, int exitCode) {
        return ended(exitCode, now(suspect));
    }

    private Misbehaviour ended(int exitCode, Culprit culprit) {
        // As a shell has it, 128 and the number of the signal.
        String how = exitCode > 128 ? "killed by signal " + (exitCode - 128) : "exit code " + exitCode;
        return new Misbehaviour(culprit, Misbehaviour.Kind.ENDED, callOf(culprit), "ended the process (" + how + ")")
                .on(testCase());
    }
}
