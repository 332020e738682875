package kvetch.properties.zoo;

import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.KernelProfiles;

/**
 * A wrong allocator.
 *
 * @param name what it is called in the kill table
 * @param defect what is wrong with it, in a few words
 * @param family the family whose free pairs with it
 * @param replaces whether it stands in for the kernel's own allocator of that family
 * @param declares what it says it can do, where it does not replace one of the kernel's
 * @param maker makes one for a machine
 */
public record Animal(
        String name,
        String defect,
        Family family,
        boolean replaces,
        Capabilities declares,
        Function<Machine, Allocator> maker) {
    private static final Providers FOUND = Providers.load();

    Animal(String name, String defect, Family family, boolean replaces, Function<Machine, Allocator> maker) {
        this(name, defect, family, replaces, Capabilities.NONE, maker);
    }

    Animal declaring(Capabilities capabilities) {
        return new Animal(name, defect, family, replaces, capabilities, maker);
    }

    /** With it beside the kernel's, or in the place of one of them. */
    public Setup setup() {
        String providerName = replaces ? family.kernelProvider() : name;
        AllocatorProvider original = FOUND.allocators().kernelProvider(family);
        AllocatorProvider wrong = new AllocatorProvider() {
            @Override
            public String name() {
                return providerName;
            }

            @Override
            public String description() {
                return defect;
            }

            @Override
            public Family family() {
                return family;
            }

            @Override
            public Capabilities capabilities(MachineProfile machine) {
                return replaces ? original.capabilities(machine) : declares;
            }

            @Override
            public Allocator create(Machine machine) {
                return maker.apply(machine);
            }
        };
        Providers providers = Providers.of(
                FOUND.all().reject(other -> other.name().equals(providerName)).append(wrong));
        return new Setup(providers.allocators(), KernelProfiles.find("hardened").get(), wrong);
    }

    /** What check says of it. */
    public Vector<LawResult> judge(Vector<Law> laws, int tries, long seed) {
        Setup setup = setup();
        return new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        laws,
                        tries,
                        seed)
                .run(result -> {});
    }

    /** Whether none of the laws catches it. They are asked in order until one does, and nothing is shrunk. */
    boolean survives(Vector<Law> laws, int tries, long seed) {
        Setup setup = setup();
        AtomicBoolean isCaught = new AtomicBoolean();
        new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        laws,
                        tries,
                        seed)
                .run(
                        result -> isCaught.compareAndSet(false, result.verdict() == Verdict.BROKEN),
                        null,
                        new Budget(0, isCaught::get));
        return !isCaught.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
