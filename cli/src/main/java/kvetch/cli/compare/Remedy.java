package kvetch.cli.compare;

import io.vavr.collection.Vector;

/**
 * What to type so that an array has a layout.
 *
 * @param layout 1 original, 2 alternate
 * @param names of the array, as far as they are known
 */
public record Remedy(int layout, Names names) {
    /** What the word on the kernel's command line does. */
    public static final String OF_BOOT =
            "The boot loader's is a word on the kernel's command line, and speaks for every raid0 of"
                    + " the machine that does not know its own layout.";

    /** What the line for mdadm does. */
    public static final String OF_MDADM =
            "mdadm's (4.2 and later) writes it into the superblocks of this one, which needs metadata"
                    + " 1.x and the array stopped.";

    /**
     * What an array and its disks are called.
     *
     * @param device the device of the array
     * @param members the devices of its disks
     * @param hasOldMetadata whether its superblocks have no room for a layout, as those of version 0.90
     */
    public record Names(String device, Vector<String> members, boolean hasOldMetadata) {
        /** Where nobody has said. */
        public static final Names UNKNOWN = new Names("/dev/mdX", Vector.of("DEVICE..."), false);
    }

    /** The word on the kernel's command line. */
    public String boot() {
        return "raid0.default_layout=" + layout;
    }

    /** The line for mdadm; empty where the superblocks have no room for it. */
    public String mdadm() {
        if (names.hasOldMetadata()) return "";
        return "mdadm --assemble --update=layout-" + (layout == 1 ? "original" : "alternate") + " " + names.device()
                + " " + names.members().mkString(" ");
    }
}
