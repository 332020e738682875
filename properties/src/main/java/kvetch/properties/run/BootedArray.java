package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.AllocatorProvider;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.RunningArray;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Testbed;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** A running array of the model. */
public final class BootedArray implements RunningArray {
    private final Setup setup;
    private final ArrayCase c;
    private final Testbed testbed;
    private final Mddev mddev;
    private final Trace trace;
    private @Nullable Vector<StripZone> zones;

    /** The probes that laws ask for again, and below which sector they are. */
    private long @Nullable [] probes;

    private long probed;

    BootedArray(Setup setup, ArrayCase c, Testbed testbed, Mddev mddev, Trace trace) {
        this.setup = setup;
        this.c = c;
        this.testbed = testbed;
        this.mddev = mddev;
        this.trace = trace;
    }

    /** Null if it does not start, or the kernel dies of it. */
    public static @Nullable BootedArray start(Setup setup, ArrayCase c) {
        return start(setup, c, Trace.NONE);
    }

    /** The same, with a trace. */
    public static @Nullable BootedArray start(Setup setup, ArrayCase c, Trace trace) {
        Lifecycle life = new Lifecycle(setup, c, trace);
        try {
            return life.run();
        } catch (OopsException died) {
            return null;
        }
    }

    public Testbed testbed() {
        return testbed;
    }

    public Mddev mddev() {
        return mddev;
    }

    @Override
    public ArrayCase arrayCase() {
        return c;
    }

    @Override
    public KernelProfile kernel() {
        return setup.kernel();
    }

    @Override
    public AllocatorProvider allocator() {
        return setup.provider();
    }

    @Override
    public Vector<RunningArray> withOtherAllocators() {
        Vector<RunningArray> arrays = Vector.empty();
        for (AllocatorProvider other : setup.otherKernelProviders()) {
            RunningArray array = start(setup.withProvider(other), c);
            if (array != null) arrays = arrays.append(array);
        }
        return arrays;
    }

    @Override
    public @Nullable RunningArray on(KernelProfile other) {
        return start(setup.withKernel(other), c);
    }

    // What is read of it

    @Override
    public Vector<StripZone> zones() {
        if (zones == null) zones = testbed.driver().zones(mddev);
        return zones;
    }

    /** The disks of a zone. */
    public Vector<Integer> zoneDisks(int index) {
        return testbed.driver().zoneDisks(mddev, index);
    }

    @Override
    public long arraySectors() {
        return mddev.arraySectors();
    }

    @Override
    public long capacity() {
        return mddev.capacity();
    }

    @Override
    public long ioMin() {
        return mddev.ioMin();
    }

    @Override
    public long ioOpt() {
        return mddev.ioOpt();
    }

    @Override
    public int layout() {
        return testbed.driver().layout(mddev);
    }

    @Override
    public void map(long sector, Mapping mapping) {
        try {
            testbed.driver().map(mddev, sector, mapping);
        } catch (OopsException died) {
            trace.diesOf(false, sector, 1);
            throw died;
        }
    }

    @Override
    public long maxRequestSectors() {
        return testbed.driver().maxRequestSectors(mddev);
    }

    @Override
    public long longestRequest() {
        return BlockLayer.longestRequest(c);
    }

    @Override
    public @Nullable Errno request(long start, long sectors, ExtentSink parts) {
        try {
            return testbed.driver().request(mddev, start, sectors, parts);
        } catch (OopsException died) {
            trace.diesOf(false, start, sectors);
            throw died;
        }
    }

    @Override
    public void discard(long start, long sectors, ExtentSink ranges) {
        try {
            testbed.driver().discard(mddev, start, sectors, ranges);
        } catch (OopsException died) {
            trace.diesOf(true, start, sectors);
            throw died;
        }
    }

    // What is to be looked at

    @Override
    public long[] probes(long sectors) {
        if (probes == null || probed != sectors) {
            probes = Probes.of(c, zones(), sectors);
            probed = sectors;
        }
        return probes.clone();
    }

    @Override
    public boolean isWalked(long sectors) {
        return Probes.isWalked(sectors);
    }

    @Override
    public @Nullable Ideal ideal() {
        return ideal(c);
    }

    /** The array of a case as the words of the laws have it; null if its disks are too large to count. */
    public static @Nullable Ideal ideal(ArrayCase c) {
        IdealArray ideal = IdealArray.of(c);
        return ideal == null ? null : new InWords(ideal);
    }

    /** The ideal array, as laws see it. */
    private record InWords(IdealArray array) implements Ideal {
        @Override
        public long capacity() {
            return array.capacity();
        }

        @Override
        public long firstSectorApart() {
            return array.firstSectorApart();
        }

        @Override
        public Ideal in(int layout) {
            return new InWords(array.in(layout));
        }

        @Override
        public Evidence.Place placeOf(long sector) {
            return array.placeOf(sector);
        }

        @Override
        public long sectorAt(int disk, long diskSector) {
            return array.sectorAt(disk, diskSector);
        }
    }

    public static BigInteger toBigInteger(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }
}
