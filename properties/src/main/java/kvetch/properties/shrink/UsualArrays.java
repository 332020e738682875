package kvetch.properties.shrink;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;

/** Passes that leave out what is not usual: what fails, requests, slots, machines. */
final class UsualArrays extends ArrayPasses {
    private static final int[] MEMORY_MIB = {2048, 1024, 512, 256, 64, 16, 4096, 16384};

    UsualArrays(Search<ArrayCase> search) {
        super(search);
    }

    void makeUsual() {
        accept(best().withFailAt(0));
        accept(best().withRequest(0, 0));
        accept(best().withSameDisksAgain());
        accept(best().inOrder());
        accept(best().withIntegrity(Integrity.NONE));
        accept(best().withIntegrity(Integrity.SAME));
        accept(best().withBlockSize(512));
        accept(best().onUsualMachine());
        // Whatever an array was refused for, a missing disk may do as well.
        ArrayCase oneMissing = best().withRaidDisks(best().disks() + 1);
        accept(oneMissing
                .withFailAt(0)
                .withBlockSize(512)
                .withIntegrity(Integrity.NONE)
                .inOrder());
        accept(oneMissing.withFailAt(0));
        accept(oneMissing.withBlockSize(512));
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

    void makeLayoutUsual() {
        if (best().layout() != 1) accept(best().withLayout(1));
        if (best().layout() == 0) accept(best().withLayout(2));
    }
}
