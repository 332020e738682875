package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSpaceTest {
    private static final long DIRT_U64 = 0xd7d7_d7d7_d7d7_d7d7L;
    private static final long MIB = 1 << 20;
    private static final long PAGE = 4096;

    /** Somewhere in the middle of the direct map, aligned to 4 MiB. */
    private static final long BASE = Address.DIRECT_MAP + 32 * MIB;

    private static final long V = Address.VMALLOC_START;

    private final Machine machine = Boot.small();
    private final AddressSpace memory = machine.memory();

    private static Splat faultOf(Runnable access) {
        OopsException oops = catchThrowableOfType(OopsException.class, access::run);
        assertThat(oops).as("a fault").isNotNull();
        return oops.splat();
    }

    private static void assertFaultsAt(long address, Runnable access) {
        Splat splat = faultOf(access);
        assertThat(splat.kind()).isEqualTo(Splat.Kind.OOPS);
        assertThat(splat.message()).isEqualTo("address " + Address.format(address));
    }

    @Test
    void memoryThatWasNeverWrittenIsDirty() {
        assertThat(memory.readU64(BASE)).isEqualTo(DIRT_U64);
        assertThat(memory.readU32(BASE + 4093)).isEqualTo((int) DIRT_U64);
        assertThat(memory.readByte(BASE + 17)).isEqualTo(AddressSpace.DIRT);
    }

    @Test
    void theFirstAndTheLastByteOfTheDirectMapAreMemory() {
        long last = Address.DIRECT_MAP + 64 * MIB - 1;
        memory.writeByte(Address.DIRECT_MAP, (byte) 1);
        memory.writeByte(last, (byte) 2);
        assertThat(memory.readByte(Address.DIRECT_MAP)).isEqualTo((byte) 1);
        assertThat(memory.readByte(last)).isEqualTo((byte) 2);
        assertThat(memory.readByte(last - 1)).isEqualTo(AddressSpace.DIRT);
    }

    @Test
    void theLastByteIsMemoryHoweverMuchThereIs() {
        for (int mib : new int[] {8, 9, 65, 66, 127}) {
            AddressSpace odd = Boot.machine(MachineProfile.of(4096, mib)).memory();
            for (long at = 0; at < mib * MIB; at += MIB) odd.writeU64(Address.DIRECT_MAP + at, at);
            odd.writeByte(Address.DIRECT_MAP + mib * MIB - 1, (byte) 2);
            for (long at = 0; at < mib * MIB; at += MIB)
                assertThat(odd.readU64(Address.DIRECT_MAP + at)).isEqualTo(at);
            assertThat(odd.readByte(Address.DIRECT_MAP + mib * MIB - 1)).isEqualTo((byte) 2);
        }
    }

    @Test
    void theFirstAndTheLastPageOfTheDirectMapCanBeMapped() {
        long last = Address.DIRECT_MAP + 64 * MIB - PAGE;
        memory.map(V, Address.DIRECT_MAP, PAGE);
        memory.map(V + PAGE, last, PAGE);
        assertThat(memory.direct(V)).isEqualTo(Address.DIRECT_MAP);
        assertThat(memory.direct(Address.DIRECT_MAP)).isEqualTo(Address.DIRECT_MAP);
        assertThat(memory.direct(V + 2 * PAGE - 1)).isEqualTo(last + PAGE - 1);
        assertThat(memory.isMapped(Address.DIRECT_MAP, 64 * MIB)).isTrue();
    }

    @Test
    void zeroGoesUpToTheEndOfTheDirectMapAndFaultsThere() {
        long end = Address.DIRECT_MAP + 64 * MIB;
        assertFaultsAt(end, () -> memory.zero(end - 3 * PAGE, 8 * MIB));
        assertThat(memory.readByte(end - 3 * PAGE - 1)).isEqualTo(AddressSpace.DIRT);
        assertThat(memory.firstNonZero(end - 3 * PAGE, 3 * PAGE)).isEqualTo(-1);
        assertFaultsAt(end, () -> memory.firstNonZero(end - 3 * PAGE, 8 * MIB));
    }

    @Test
    void dirtAroundAWriteStays() {
        memory.writeU32(BASE + 4, 0);
        assertThat(memory.readU64(BASE)).isEqualTo(0x0000_0000_d7d7_d7d7L);
        assertThat(memory.readU64(BASE + 8)).isEqualTo(DIRT_U64);
    }

    @Test
    void valuesAreLittleEndian() {
        memory.writeU64(BASE, 0x0807_0605_0403_0201L);
        for (int i = 0; i < 8; i++) assertThat(memory.readByte(BASE + i)).isEqualTo((byte) (i + 1));
        assertThat(memory.readU32(BASE)).isEqualTo(0x0403_0201);
        assertThat(memory.readU32(BASE + 4)).isEqualTo(0x0807_0605);
        memory.writeU32(BASE + 2, 0xdead_beef);
        assertThat(memory.readU64(BASE)).isEqualTo(0x0807_dead_beef_0201L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 10, 1 << 12, 1 << 16, 1 << 22})
    void unalignedAccessesCrossEveryBoundary(long boundary) {
        for (int before = 7; before > 0; before--) {
            long at = BASE + boundary - before;
            memory.writeU64(at, 0x8877_6655_4433_2211L);
            assertThat(memory.readU64(at)).isEqualTo(0x8877_6655_4433_2211L);
            assertThat(memory.readByte(at)).isEqualTo((byte) 0x11);
            assertThat(memory.readByte(at + 7)).isEqualTo((byte) 0x88);
            assertThat(memory.readByte(at + 8)).isEqualTo(AddressSpace.DIRT);
            memory.writeU32(at, -2);
            assertThat(memory.readU64(at)).isEqualTo(0x8877_6655_ffff_fffeL);
        }
    }

    @Test
    void zeroReachesNoFurtherThanAsked() {
        memory.zero(BASE + 3, 2 * PAGE);
        assertThat(memory.readByte(BASE + 2)).isEqualTo(AddressSpace.DIRT);
        assertThat(memory.firstNonZero(BASE + 3, 2 * PAGE)).isEqualTo(-1);
        assertThat(memory.readByte(BASE + 3 + 2 * PAGE)).isEqualTo(AddressSpace.DIRT);
    }

    @Test
    void zeroOfNoBytesDoesNothingAnywhere() {
        memory.zero(BASE, 0);
        memory.zero(Address.NULL, 0);
        assertThat(memory.readU64(BASE)).isEqualTo(DIRT_U64);
    }

    @Test
    void zeroIsSeenWhereverTheMemoryWasReadBefore() {
        long region = 4 * MIB;
        for (long bytes : new long[] {8, PAGE, 1 << 16, region, 2 * region}) {
            memory.map(V, BASE, 2 * region);
            memory.writeU64(BASE, 1);
            memory.writeU64(BASE + bytes - 8, 2);
            assertThat(memory.readU64(V)).isEqualTo(bytes == 8 ? 2 : 1);
            assertThat(memory.readU64(V + bytes - 8)).isEqualTo(2);
            memory.zero(V, bytes);
            assertThat(memory.readU64(BASE)).isZero();
            assertThat(memory.readU64(V)).isZero();
            assertThat(memory.readU64(BASE + bytes - 8)).isZero();
            assertThat(memory.readU64(V + bytes - 8)).isZero();
            memory.unmap(V, 2 * region);
        }
    }

    @Test
    void whatIsWrittenAfterAZeroIsSeenThroughEveryMapping() {
        memory.map(V, BASE, 8 * MIB);
        memory.zero(V, 8 * MIB);
        assertThat(memory.readU64(BASE + 5 * MIB)).isZero();
        memory.writeU64(V + 5 * MIB, 42);
        assertThat(memory.readU64(BASE + 5 * MIB)).isEqualTo(42);
        assertThat(memory.firstNonZero(BASE, 8 * MIB)).isEqualTo(5 * MIB);
        assertThat(memory.firstNonZero(V + 4 * MIB, 4 * MIB)).isEqualTo(MIB);
        assertThat(memory.firstNonZero(V + 5 * MIB + 1, 3 * MIB - 1)).isEqualTo(-1);
    }

    @Test
    void oneMachinesZeroedMemoryIsNoBusinessOfAnother() {
        memory.zero(BASE, 8 * MIB);
        memory.writeU64(BASE, 42);
        AddressSpace other = Boot.small().memory();
        assertThat(other.readU64(BASE)).isEqualTo(DIRT_U64);
        other.zero(BASE, 8 * MIB);
        assertThat(other.readU64(BASE)).isZero();
        assertThat(memory.readU64(BASE)).isEqualTo(42);
    }

    @Test
    void aZeroThatFaultsHalfWayHasZeroedWhatCameBefore() {
        memory.map(V, BASE, 4 * MIB);
        memory.writeU64(V + 8, 7);
        assertThat(memory.readU64(BASE + 8)).isEqualTo(7);
        assertFaultsAt(V + 4 * MIB, () -> memory.zero(V, 4 * MIB + 1));
        assertThat(memory.readU64(V + 8)).isZero();
        assertThat(memory.readU64(BASE + 8)).isZero();
    }

    @Test
    void firstNonZeroFindsDirtAndData() {
        assertThat(memory.firstNonZero(BASE, 0)).isEqualTo(-1);
        assertThat(memory.firstNonZero(BASE, 1)).isZero();
        memory.zero(BASE, 3 * PAGE);
        assertThat(memory.firstNonZero(BASE, 3 * PAGE)).isEqualTo(-1);
        assertThat(memory.firstNonZero(BASE + 1, 3 * PAGE)).isEqualTo(3 * PAGE - 1);
        memory.writeByte(BASE + PAGE + 1, (byte) 1);
        assertThat(memory.firstNonZero(BASE, 3 * PAGE)).isEqualTo(PAGE + 1);
        assertThat(memory.firstNonZero(BASE + PAGE + 2, PAGE)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 10, 1 << 16, 1 << 22})
    void firstNonZeroFromTheMiddleOfZeroedMemoryFindsItsEnd(long bytes) {
        memory.zero(BASE, bytes);
        assertThat(memory.firstNonZero(BASE + 5, 2 * bytes)).isEqualTo(bytes - 5);
        assertThat(memory.firstNonZero(BASE + bytes / 2, bytes)).isEqualTo(bytes / 2);
        assertThat(memory.firstNonZero(BASE + bytes - 1, 2)).isEqualTo(1);
    }

    /** The second mapping goes on behind what is looked at, and so does its memory. */
    @Test
    void firstNonZeroLooksNoFurtherThanAsked() {
        memory.map(V, BASE + 8 * PAGE, PAGE);
        memory.map(V + PAGE, BASE, 2 * PAGE);
        memory.zero(V, 2 * PAGE);
        assertThat(memory.firstNonZero(V, 2 * PAGE)).isEqualTo(-1);
        assertThat(memory.firstNonZero(V, 3 * PAGE)).isEqualTo(2 * PAGE);
    }

    @Test
    void firstNonZeroFaultsWhereNothingIsMapped() {
        memory.map(V, BASE, PAGE);
        memory.zero(V, PAGE);
        assertThat(memory.firstNonZero(V, PAGE)).isEqualTo(-1);
        assertFaultsAt(V + PAGE, () -> memory.firstNonZero(V, PAGE + 1));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                8,
                16,
                0x7fff_ffff_ffff_fff0L,
                0x8000_0000_0000_0000L,
                0xffff_887f_ffff_fff0L,
                0xffff_8880_0400_0000L,
                0xffff_c8ff_ffff_fff0L,
                0xffff_c900_0000_1000L,
                0xffff_e900_0000_0000L,
                0xffff_ffff_ffff_fff0L
            })
    void whatIsNotMappedFaults(long address) {
        memory.map(V, BASE, PAGE);
        assertFaultsAt(address, () -> memory.readU64(address));
        assertFaultsAt(address, () -> memory.readU32(address));
        assertFaultsAt(address, () -> memory.readByte(address));
        assertFaultsAt(address, () -> memory.writeU64(address, 0));
        assertFaultsAt(address, () -> memory.writeU32(address, 0));
        assertFaultsAt(address, () -> memory.writeByte(address, (byte) 0));
        assertFaultsAt(address, () -> memory.zero(address, 1));
        assertFaultsAt(address, () -> memory.firstNonZero(address, 1));
        assertThat(memory.isMapped(address, 1)).isFalse();
        assertThat(memory.direct(address)).isEqualTo(Address.NULL);
        assertThat(machine.isTainted()).isTrue();
    }

    @Test
    void anAccessThatRunsOutOfMappedMemoryFaultsAtTheFirstByteBeyond() {
        long end = Address.DIRECT_MAP + 64 * MIB;
        assertFaultsAt(end, () -> memory.readU64(end - 4));
        assertFaultsAt(end, () -> memory.readU32(end - 1));
        assertFaultsAt(end, () -> memory.writeU32(end - 1, 0));
    }

    @Test
    void aWriteThatFaultsWritesNothing() {
        long end = Address.DIRECT_MAP + 64 * MIB;
        memory.writeU64(end - 8, 0x1111_1111_1111_1111L);
        assertFaultsAt(end, () -> memory.writeU64(end - 4, 0));
        assertThat(memory.readU64(end - 8)).isEqualTo(0x1111_1111_1111_1111L);
    }

    @Test
    void aFaultNamesTheInnermostFunction() {
        machine.setCallTrace(io.vavr.collection.Vector.of("raid0_free", "md_run"));
        assertThat(faultOf(() -> memory.readU64(0)).headline())
                .isEqualTo("BUG: unable to handle page fault: raid0_free (address 0000000000000000)");
    }

    @Test
    void aMappingIsTheSameMemory() {
        memory.map(V + PAGE, BASE, PAGE);
        memory.writeU64(V + PAGE + 8, 42);
        assertThat(memory.readU64(BASE + 8)).isEqualTo(42);
        memory.writeU64(BASE + 16, 43);
        assertThat(memory.readU64(V + PAGE + 16)).isEqualTo(43);
        assertThat(memory.direct(V + PAGE + 8)).isEqualTo(BASE + 8);
        assertThat(memory.direct(BASE + 8)).isEqualTo(BASE + 8);
    }

    @Test
    void accessesCrossFromOneMappingIntoTheNext() {
        memory.map(V, BASE + PAGE, PAGE);
        memory.map(V + PAGE, BASE, PAGE);
        memory.writeU64(V + PAGE - 4, 0x2222_2222_1111_1111L);
        assertThat(memory.readU64(V + PAGE - 4)).isEqualTo(0x2222_2222_1111_1111L);
        assertThat(memory.readU32(BASE + 2 * PAGE - 4)).isEqualTo(0x1111_1111);
        assertThat(memory.readU32(BASE)).isEqualTo(0x2222_2222);
        memory.zero(V, 2 * PAGE);
        assertThat(memory.firstNonZero(BASE, 2 * PAGE)).isEqualTo(-1);
    }

    @Test
    void isMappedNeedsEveryByte() {
        assertThat(memory.isMapped(BASE, 32 * MIB)).isTrue();
        assertThat(memory.isMapped(BASE, 32 * MIB + 1)).isFalse();
        assertThat(memory.isMapped(Address.NULL, 0)).isTrue();
        memory.map(V, BASE, PAGE);
        memory.map(V + 2 * PAGE, BASE + PAGE, PAGE);
        assertThat(memory.isMapped(V, PAGE)).isTrue();
        assertThat(memory.isMapped(V, PAGE + 1)).isFalse();
        assertThat(memory.isMapped(V + PAGE, 1)).isFalse();
        assertThat(memory.isMapped(V, 3 * PAGE)).isFalse();
        memory.map(V + PAGE, BASE + 7 * PAGE, PAGE);
        assertThat(memory.isMapped(V, 3 * PAGE)).isTrue();
        assertThat(memory.isMapped(V - 1, 2)).isFalse();
    }

    @Test
    void afterUnmapTheAddressesFault() {
        memory.map(V, BASE, PAGE);
        memory.map(V + PAGE, BASE + PAGE, PAGE);
        memory.writeU64(V, 42);
        memory.writeU64(V + PAGE, 43);
        memory.unmap(V, PAGE);
        assertFaultsAt(V, () -> memory.readU64(V));
        assertFaultsAt(V, () -> memory.writeU64(V, 1));
        assertThat(memory.readU64(V + PAGE)).isEqualTo(43);
        assertThat(memory.readU64(BASE)).isEqualTo(42);
    }

    @Test
    void unmapTakesDownWhatStartsInTheRangeAndAllOfIt() {
        memory.map(V, BASE, 200 * PAGE);
        memory.map(V + 200 * PAGE, BASE + 200 * PAGE, 3 * PAGE);
        memory.map(V + 203 * PAGE, BASE, PAGE);
        memory.unmap(V + 1, 203 * PAGE - 1);
        assertThat(memory.isMapped(V, 200 * PAGE)).as("it starts before").isTrue();
        assertThat(memory.isMapped(V + 200 * PAGE, 1)).isFalse();
        assertThat(memory.isMapped(V + 202 * PAGE, 1)).isFalse();
        assertThat(memory.isMapped(V + 203 * PAGE, PAGE)).as("it starts behind").isTrue();
        memory.unmap(V, 1);
        for (long page : new long[] {0, 63, 64, 128, 199})
            assertThat(memory.isMapped(V + page * PAGE, 1)).as("page %d", page).isFalse();
        assertThat(memory.isMapped(V + 203 * PAGE, PAGE)).isTrue();
    }

    @Test
    void unmapOfNothingAndOfWhatIsNotMappedDoesNothing() {
        memory.map(V, BASE, PAGE);
        memory.unmap(V, 0);
        memory.unmap(V + PAGE, 40 * MIB);
        memory.unmap(BASE, 32 * MIB);
        memory.unmap(Address.NULL, Long.MAX_VALUE);
        memory.unmap(Address.VMALLOC_END, Long.MAX_VALUE);
        assertThat(memory.isMapped(V, PAGE)).isTrue();
        for (long bytes : new long[] {-1, -PAGE, -40 * MIB})
            assertThatIllegalArgumentException().isThrownBy(() -> memory.unmap(V, bytes));
        memory.unmap(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(memory.isMapped(V, 1)).isFalse();
    }

    @Test
    void theFirstAndTheLastPageOfTheRangeCanBeMapped() {
        long last = Address.VMALLOC_END - PAGE;
        memory.map(V, BASE, PAGE);
        memory.map(last, BASE + PAGE, PAGE);
        memory.writeU64(last, 42);
        assertThat(memory.readU64(BASE + PAGE)).isEqualTo(42);
        assertThat(memory.isMapped(V, PAGE)).isTrue();
        assertThat(memory.isMapped(last, PAGE)).isTrue();
        assertThat(memory.isMapped(last, PAGE + 1)).isFalse();
        assertFaultsAt(Address.VMALLOC_END, () -> memory.zero(last, PAGE + 1));
        memory.unmap(V, Address.VMALLOC_END - V);
        assertThat(memory.isMapped(V, 1) || memory.isMapped(last, 1)).isFalse();
    }

    @Test
    void afterARemapTheAddressesReadTheNewMemory() {
        memory.map(V, BASE, PAGE);
        memory.writeU64(V, 42);
        memory.unmap(V, PAGE);
        memory.map(V, BASE + PAGE, PAGE);
        assertThat(memory.readU64(V)).isEqualTo(DIRT_U64);
        memory.writeU64(V, 43);
        assertThat(memory.readU64(BASE)).isEqualTo(42);
        assertThat(memory.readU64(BASE + PAGE)).isEqualTo(43);
    }

    @Test
    void mapRefusesWhatNoPageTableCouldHold() {
        memory.map(V + 2 * PAGE, BASE, 2 * PAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.map(V + PAGE, BASE, 2 * PAGE))
                .withMessageStartingWith("mapped already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.map(V + 3 * PAGE, BASE, PAGE))
                .withMessageStartingWith("mapped already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.map(BASE, BASE, PAGE))
                .withMessageStartingWith("not in the vmalloc range");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.map(Address.VMALLOC_END - PAGE, BASE, 2 * PAGE))
                .withMessageStartingWith("not in the vmalloc range");
        for (long[] odd : new long[][] {{1, 0, 0}, {0, 8, 0}, {0, 0, 1}})
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.map(V + odd[0], BASE + odd[1], PAGE + odd[2]))
                    .withMessageStartingWith("not whole pages");
        for (long bytes : new long[] {0, -PAGE, Long.MIN_VALUE})
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.map(V, BASE, bytes))
                    .withMessageStartingWith("not whole pages");
        for (long direct : new long[] {0, V, Address.DIRECT_MAP - PAGE, Address.DIRECT_MAP + 64 * MIB})
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.map(V, direct, PAGE))
                    .withMessageStartingWith("not in the direct map");
        assertThat(memory.isMapped(V, 1)).isFalse();
    }

    @Test
    void gigabytesAreZeroedWithoutBeingHeld() {
        AddressSpace large = Boot.machine(MachineProfile.of(4096, 4096)).memory();
        long gib = 1L << 30;
        long start = Address.DIRECT_MAP + gib;
        large.map(V, start, 2 * gib);
        large.writeU64(start + gib + 5, 42);
        large.zero(V, 2 * gib);
        assertThat(large.firstNonZero(start, 2 * gib)).isEqualTo(-1);
        large.writeByte(V + 2 * gib - 1, (byte) 1);
        assertThat(large.firstNonZero(start, 2 * gib)).isEqualTo(2 * gib - 1);
        assertThat(large.readU64(start - 8)).isEqualTo(DIRT_U64);
        assertThat(large.readU64(start + 2 * gib)).isEqualTo(DIRT_U64);
    }

    @Test
    void allMemoryOfALargeMachineCanBeZeroedAndTouched() {
        for (int pageSize : new int[] {4096, 16384, 65536}) {
            AddressSpace large =
                    Boot.machine(MachineProfile.of(pageSize, 65536)).memory();
            long bytes = 65536 * MIB;
            large.zero(Address.DIRECT_MAP, bytes);
            assertThat(large.firstNonZero(Address.DIRECT_MAP, bytes)).isEqualTo(-1);
            for (long at = 0; at < bytes; at += 1L << 33) large.writeU64(Address.DIRECT_MAP + at, at + 1);
            for (long at = 0; at < bytes; at += 1L << 33)
                assertThat(large.readU64(Address.DIRECT_MAP + at)).isEqualTo(at + 1);
        }
    }
}
