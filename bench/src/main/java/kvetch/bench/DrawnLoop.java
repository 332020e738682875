package kvetch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;

/** Checks arrays that jqwik draws, as Kvetch's laws do: a random value for each try, from a session's chance, and everything on. */
final class DrawnLoop implements Measure.Work {
    private static final int TRIES = 20_000;
    private static final int ARRAYS_PER_MACHINE = 2000;

    private final Providers providers = Providers.load();
    private final RandomGenerator<ArrayCase> generator;
    private final Random random;
    private long checked;
    private @Nullable Checked machine;

    DrawnLoop(String workload) {
        int mostSizes = workload.equals("D8") ? 8 : Arrays.MOST_DISKS;
        generator =
                Arbitraries.randomValue(random -> randomCase(random, mostSizes)).generator(TRIES);
        List<Random> ofSession = new ArrayList<>();
        JqwikSession.run("1", () -> ofSession.add(JqwikSession.getRandom().orElseThrow()));
        random = ofSession.get(0);
    }

    @Override
    public long once() {
        for (int i = 0; i < TRIES; i++) everything(generator.next(random).value());
        return TRIES;
    }

    private static ArrayCase randomCase(Random random, int mostSizes) {
        int chunk = Arrays.CHUNKS[random.nextInt(Arrays.CHUNKS.length)];
        long[] sizes = new long[1 + random.nextInt(Arrays.MOST_DISKS)];
        long[] palette = new long[mostSizes];
        for (int i = 0; i < mostSizes; i++) palette[i] = Math.max(2, (1L + random.nextInt(1 << 20)) * chunk);
        for (int i = 0; i < sizes.length; i++)
            sizes[i] = palette[mostSizes == Arrays.MOST_DISKS ? i : random.nextInt(mostSizes)];
        return ArrayCase.of(chunk, sizes).withLayout(2);
    }

    private void everything(ArrayCase array) {
        checked++;
        boolean boot = machine == null || checked % ARRAYS_PER_MACHINE == 0;
        machine = boot ? new Checked(providers, array) : machine.next(array);
        machine.start().verifyZones().stop();
    }
}
