package kvetch.cli.machine;

/** What can be told of a machine, of an array or of one of its disks. */
enum Fact {
    /** Of an array: md0. */
    NAME("the name"),
    /** Of an array: 32 digits. */
    UUID("the UUID"),
    /** Of an array: raid0, raid1, linear, ... */
    LEVEL("the level"),
    /** Of an array. */
    RAID_DISKS("raid_disks"),
    /** Of an array. */
    CHUNK_BYTES("the chunk"),
    /** Of an array: what its superblock says, 1 or 2, or something else where that says nothing. */
    LAYOUT("the layout"),
    /** Of an array: 1.2, 0.90, ... */
    METADATA("the version of the metadata"),
    /** Of an array: clean, inactive, ... */
    STATE("array_state"),
    /** Of an array: as large as its block device shows. */
    ARRAY_SECTORS("the size of the array"),
    /** Of a disk: its place in the array. */
    SLOT("the slot"),
    /** Of a disk: how much of it is data, as its superblock says. */
    DATA_SECTORS("the size of the data"),
    /** Of a disk: how much of it md uses; whole chunks, once the array has been started. */
    USED_SECTORS("the size in md"),
    /** Of a disk: where its data begins. */
    OFFSET("the data offset"),
    /** Of a disk: all of it. */
    DEVICE_SECTORS("the size of the disk"),
    /** Of a disk. */
    BLOCK_BYTES("the logical block size"),
    /** Of a disk: the format of its data integrity, none for none. */
    INTEGRITY("data integrity"),
    /** Of a machine: its kernel. */
    RELEASE("the kernel's release"),
    /** Of a machine: raid0.default_layout. */
    DEFAULT_LAYOUT("raid0.default_layout");

    private final String words;

    Fact(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
