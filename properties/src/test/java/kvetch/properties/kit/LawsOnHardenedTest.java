package kvetch.properties.kit;

import io.vavr.collection.Vector;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** The laws as an IDE and {@code ./mvnw test} run them: the same properties as on the command line. */
class LawsOnHardenedTest extends LawSuite {
    @Override
    protected Vector<KernelProfile> kernels() {
        return Vector.of(KernelProfiles.find("hardened").get());
    }
}
