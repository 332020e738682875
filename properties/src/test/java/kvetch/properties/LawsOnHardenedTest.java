package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.properties.kit.Laws;
import kvetch.raid0.KernelProfile;

/** The laws as an IDE and {@code ./mvnw test} run them: the same properties as on the command line. */
class LawsOnHardenedTest extends Laws {
    @Override
    protected Vector<KernelProfile> kernels() {
        return Vector.of(Checks.kernel("hardened"));
    }
}
