package kvetch.properties.shrink;

import java.util.Arrays;
import java.util.List;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Integrity;
import kvetch.raid0.Mddev;

/** Passes that leave out what is not usual: what fails, requests, slots, machines. */
final class UsualArrays extends ArrayPasses {
    /** The least odd first. */
    private static final int[] LAYOUTS = {1, 2, 0, -1, -2, 3, 4};

    private static final int[] MEMORY_MIB = {2048, 1024, 512, 256, 64, 16, 4096, 16384};

    UsualArrays(Search<ArrayCase> search) {
        super(search);
    }

    void makeUsual() {
        accept(best().withOwnLayout(Mddev.LAYOUT_UNKNOWN));
        makeBlockSizesAlike();
        makeDisksAddable();
        accept(best().withFailAt(0));
        accept(best().withRequest(0, 0));
        accept(best().withSameDisksAgain());
        accept(best().inOrder());
        accept(best().withIntegrity(Integrity.NONE));
        accept(best().withIntegrity(Integrity.SAME));
        accept(best().withBlockSizes(BlockSizes.USUAL));
        accept(best().onUsualMachine());
        // Whatever an array was refused for, a missing disk may do as well.
        ArrayCase oneMissing = best().withRaidDisks(best().disks() + 1);
        accept(oneMissing
                .withFailAt(0)
                .withBlockSizes(BlockSizes.USUAL)
                .withIntegrity(Integrity.NONE)
                .inOrder());
        accept(oneMissing.withFailAt(0));
        accept(oneMissing.withBlockSizes(BlockSizes.USUAL));
    }

    /** A small table that does not fit a machine in fragments does as a large one does on the usual machine. */
    void moveToUsualMachine() {
        if (best().isOnUsualMachine()) return;
        ArrayCase usual = best().onUsualMachine();
        if (accept(Variants.nearlyAllMemory(usual))) return;
        for (long raidDisks = Math.max(1, best().raidDisks()); raidDisks <= Integer.MAX_VALUE; raidDisks *= 2)
            if (accept(usual.withRaidDisks((int) raidDisks))) return;
        for (int pageSize : PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile fresh = MachineProfile.of(pageSize, memoryMib);
                for (int freeOrder = fresh.maxPageOrder(); freeOrder >= 0; freeOrder--)
                    if (accept(best().onMachine(fresh.withFreeOrder(freeOrder)))) return;
            }
    }

    void moveFailPoint() {
        if (best().failAt() == 0) return;
        for (int later = LATEST_FAIL_AT; later > best().failAt(); later--) if (accept(best().withFailAt(later))) return;
    }

    /** The usual block size, or else another that all have, or else two. */
    private void makeBlockSizesAlike() {
        BlockSizes sizes = best().array().blockSizes();
        if (sizes.equals(BlockSizes.ALL_USUAL)) return;
        for (int bytes = BlockSizes.USUAL; bytes <= sizes.largest() && bytes > 0; bytes *= 2)
            if (accept(best().withBlockSizes(bytes))) return;
        if (!sizes.differ()) return;
        for (int large = 2 * BlockSizes.USUAL; large <= sizes.largest() && large > 0; large *= 2)
            for (int small = BlockSizes.USUAL; small < large; small *= 2) if (acceptTwo(small, large)) return;
    }

    private boolean acceptTwo(int small, int large) {
        for (int[] two : Variants.twoBlockSizes(small, large, best().disks()))
            if (accept(best().withBlockSizes(two))) return true;
        return false;
    }

    /** An array needs a disk, and each as large as md will have it. */
    private void makeDisksAddable() {
        if (best().disks() == 0) {
            ArrayCase one = best().withDisks(2);
            acceptFirst(List.of(one.withRaidDisks(1), one.withRaidDisks(2), one));
        }
        long[] sizes = best().diskSectors();
        Arrays.setAll(sizes, disk -> Variants.clamp(sizes[disk]));
        if (!best().asAdded().equals(best())) accept(best().withDisks(sizes));
    }

    void makeLayoutUsual() {
        boolean isUsual = best().array().layouts().isUsual();
        for (int byDefault : LAYOUTS)
            for (int own : isUsual ? new int[] {Mddev.LAYOUT_UNKNOWN} : LAYOUTS)
                if (accept(best().withLayout(byDefault).withOwnLayout(own))) return;
    }
}
