package kvetch.cli.machine;

import io.vavr.collection.Vector;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** An array of a machine, as far as it was told. Nothing about it is guessed. */
public final class MachineArray {
    private static final int SECTOR_BYTES = 512;
    private static final Vector<String> NOT_RUNNING = Vector.of("inactive", "clear");

    private final Facts facts;
    private final Vector<Member> members;

    /**
     * A disk.
     *
     * @param device its name, without /dev
     * @param slot its place in the array; null if it has none, or that was not told
     * @param sizes how large it is
     * @param integrity the format of its data integrity; null if that was not told
     */
    public record Member(
            String device,
            @Nullable Long slot,
            Sizes sizes,
            @Nullable String integrity) {

        /** How many of its sectors md can use: what its superblock says, or else what md has, rounded or not. */
        public @Nullable Long sectors() {
            return sizes.data() == null ? sizes.used() : sizes.data();
        }
    }

    /**
     * How large a disk is, in sectors; null each that was not told.
     *
     * @param data what its superblock says that is data
     * @param used what md uses of it; whole chunks, once the array was started
     * @param offset where the data begins
     * @param device all of it
     */
    public record Sizes(
            @Nullable Long data,
            @Nullable Long used,
            @Nullable Long offset,
            @Nullable Long device) {}

    MachineArray(ToldArray told) {
        this.facts = told.facts();
        this.members = told.members()
                .map(member -> member(member._1, member._2))
                .toVector()
                .sortBy(member -> member.slot() == null ? Long.MAX_VALUE : member.slot());
    }

    private static Member member(String device, Facts facts) {
        Sizes sizes = new Sizes(
                facts.number(Fact.DATA_SECTORS),
                facts.number(Fact.USED_SECTORS),
                facts.number(Fact.OFFSET),
                facts.number(Fact.DEVICE_SECTORS));
        return new Member(device, facts.number(Fact.SLOT), sizes, facts.text(Fact.INTEGRITY));
    }

    /** What it is called, by the kernel if that was told. */
    public String name() {
        String name = facts.text(Fact.NAME);
        if (name != null) return name;
        String uuid = facts.text(Fact.UUID);
        return uuid == null ? "an array" : uuid;
    }

    /** Its device; null where only its UUID was told. */
    public @Nullable String device() {
        String name = facts.text(Fact.NAME);
        return name == null ? null : "/dev/" + name;
    }

    /** raid0, raid1, ...; null if that was not told. */
    public @Nullable String level() {
        return facts.text(Fact.LEVEL);
    }

    /** The version of its metadata; null if that was not told. */
    public @Nullable String metadata() {
        return facts.text(Fact.METADATA);
    }

    /** What md says of its state; null if that was not told. */
    public @Nullable String state() {
        return facts.text(Fact.STATE);
    }

    /** Whether it runs: null if that was not told. */
    public @Nullable Boolean isRunning() {
        if (state() != null) return !NOT_RUNNING.contains(state());
        return arraySectors() == null ? null : Boolean.TRUE;
    }

    /** How large its block device is, in sectors; null if it has none or that was not told. */
    public @Nullable Long arraySectors() {
        return facts.number(Fact.ARRAY_SECTORS);
    }

    /** chunk_sectors, more than 0; null if that was not told. */
    public @Nullable Integer chunkSectors() {
        Long bytes = facts.number(Fact.CHUNK_BYTES);
        if (bytes == null || bytes < SECTOR_BYTES || bytes / SECTOR_BYTES > Integer.MAX_VALUE) return null;
        return (int) (bytes / SECTOR_BYTES);
    }

    /** The layout in its superblock: 1 original, 2 alternate, 0 if that says nothing; null if that was not told. */
    public @Nullable Integer layout() {
        Long layout = facts.number(Fact.LAYOUT);
        if (layout == null) return null;
        return layout == Mddev.LAYOUT_ORIGINAL || layout == Mddev.LAYOUT_ALTERNATE ? layout.intValue() : 0;
    }

    /** How many disks it has; null if that was not told. */
    public @Nullable Long raidDisks() {
        return facts.number(Fact.RAID_DISKS);
    }

    /** Whether its superblocks have no room for a layout, nor say how much is data. */
    public boolean hasOldMetadata() {
        return metadata() != null && metadata().startsWith("0.");
    }

    /** Its disks, those in slots first. */
    public Vector<Member> members() {
        return members;
    }

    /** What its zones follow from and was not told, and who would tell. */
    public Vector<String> missing() {
        Vector<String> missing = Vector.empty();
        if (level() == null) missing = missing.append("its level");
        if (chunkSectors() == null) missing = missing.append("its chunk (md/chunk_size in sysfs, or mdadm --examine)");
        Long raidDisks = raidDisks();
        if (raidDisks == null) missing = missing.append("how many disks it has (md/raid_disks, or mdadm)");
        else if (!areInSlots(raidDisks))
            missing = missing.append("which disks are in its slots 0 to " + (raidDisks - 1)
                    + " (md/dev-*/slot in sysfs, or mdadm --detail --export)");
        for (Member member : members)
            if (member.sectors() == null)
                missing = missing.append("how much of " + member.device() + " is data (md/dev-" + member.device()
                        + "/size in sysfs" + (hasOldMetadata() ? ")" : ", or mdadm --examine)"));
        return missing;
    }

    private boolean areInSlots(long raidDisks) {
        return raidDisks == members.size()
                && raidDisks > 0
                && members.zipWithIndex()
                        .forAll(member -> member._1.slot() != null && member._1.slot() == (long) member._2);
    }

    /** How many sectors md can use of each disk, in the order of slots, if nothing is {@link #missing}. */
    public Vector<Long> diskSectors() {
        return members.flatMap(member -> io.vavr.control.Option.of(member.sectors()));
    }
}
