package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import org.junit.jupiter.api.Test;

/** A check or an exploration of nothing would hold; it cannot be made. */
class NothingToDoTest {
    private static final Setup SETUP = Checks.asShipped("7.2");
    private static final Vector<KernelProfile> KERNELS = Vector.of(SETUP.kernel());
    private static final Vector<AllocatorProvider> ALLOCATORS = Vector.of(SETUP.provider());
    private static final Vector<Law> LAWS = Vector.of(StandardLaws.Z1);

    private static void assertNoCheck(
            Vector<KernelProfile> kernels, Vector<AllocatorProvider> allocators, Vector<Law> laws, int tries) {
        assertThatThrownBy(() -> new Check(Providers.of(SETUP.allocators().all()), kernels, allocators, laws, tries, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCheckNeedsSomethingOfEach() {
        assertNoCheck(Vector.empty(), ALLOCATORS, LAWS, 10);
        assertNoCheck(KERNELS, Vector.empty(), LAWS, 10);
        assertNoCheck(KERNELS, ALLOCATORS, Vector.empty(), 10);
        assertNoCheck(KERNELS, ALLOCATORS, LAWS, 0);
        assertNoCheck(KERNELS, ALLOCATORS, LAWS, -1);
    }

    private static void assertNoScope(int disks, int mostDisks, int chunks, int mostChunks, int request, int lives) {
        assertThatThrownBy(() -> new Scope(
                        new Scope.Sizes(disks, mostDisks, chunks, mostChunks, false),
                        Vector.of(8),
                        Vector.of(1),
                        request,
                        lives))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScopeNeedsSomethingOfEach() {
        assertNoScope(0, 1, 1, 1, 8, 1);
        assertNoScope(2, 1, 1, 1, 8, 1);
        assertNoScope(1, 1, 2, 1, 8, 1);
        assertNoScope(1, 1, -1, 1, 8, 1);
        assertNoScope(1, 1, 1, 1, 0, 1);
        assertNoScope(1, 1, 1, 1, 8, 0);
        assertThatThrownBy(() -> new Scope(new Scope.Sizes(1, 1, 1, 1, false), Vector.empty(), Vector.of(1), 8, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scope(new Scope.Sizes(1, 1, 1, 1, false), Vector.of(8), Vector.empty(), 8, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExplorationNeedsAnArrayAndASetup() {
        // One disk of a single sector, which md does not add.
        Scope empty = new Scope(new Scope.Sizes(1, 4, 0, 1, false), Vector.of(1), Vector.of(1, 2), 8, 2);
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.arrays()).isEmpty();
        assertThatThrownBy(() -> new Explorer(empty, Vector.of(SETUP))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Scope.usual().isEmpty()).isFalse();
        assertThatThrownBy(() -> new Explorer(Scope.usual(), Vector.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScopeIsEmptyIfItHasNoArrays() {
        for (int chunk = 1; chunk <= 4; chunk++)
            for (int fewest = 0; fewest <= 2; fewest++)
                for (int most = fewest; most <= 2; most++)
                    for (int disks = 1; disks <= 2; disks++) {
                        Scope scope = new Scope(
                                new Scope.Sizes(disks, 2, fewest, most, false), Vector.of(chunk), Vector.of(1), 8, 1);
                        assertThat(scope.isEmpty())
                                .as("%s", scope)
                                .isEqualTo(scope.arrays().isEmpty());
                    }
    }
}
