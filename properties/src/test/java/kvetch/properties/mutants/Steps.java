package kvetch.properties.mutants;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where in the kernel each step of the driver is: what a counterexample that names the step would name. */
final class Steps {
    private static final Map<String, Set<String>> FUNCTIONS = Map.of(
            "raid0_run", Set.of("raid0Run", "run", "refusal", "isWhole"),
            "raid0_set_limits", Set.of("maxHwSectors", "raid0SetLimits", "ioMin", "ioOpt", "saturated", "setLimits"),
            "create_strip_zones",
                    Set.of(
                            "createStripZones",
                            "fillConf",
                            "countZones",
                            "wholeChunks",
                            "blocksFitChunk",
                            "largestBlockSize",
                            "gfp",
                            "stripZoneBytes",
                            "devlistBytes",
                            "arraySize",
                            "placeDisks",
                            "isSlot",
                            "isTaken",
                            "areAllThere",
                            "isSmaller",
                            "zoneSectors",
                            "makeZone",
                            "smallestSectors",
                            "reaches",
                            "rowOffset",
                            "nextZoneEnd",
                            "chooseLayout",
                            "isLayout",
                            "setLayout",
                            "diskShift",
                            "shiftDisks",
                            "abort",
                            "smaller",
                            "setSectors"),
            "raid0_size", Set.of("raid0Size", "sizeFromDisks", "lastZoneEnd", "setArraySectors"),
            "md_integrity_register", Set.of("mdIntegrityRegister", "integrityFailed"),
            "raid0_free", Set.of("raid0Free", "stop", "freeConf", "freeTable", "kfree"),
            "find_zone", Set.of("findZone"),
            "map_sector",
                    Set.of(
                            "map",
                            "find",
                            "zoneOffset",
                            "selector",
                            "chunkOffset",
                            "chunkIndex",
                            "stripeSectors",
                            "diskIndex",
                            "devlistEntry",
                            "diskSector",
                            "wrappingProduct"),
            "raid0_make_request", Set.of("request", "makeRequest", "partSectors", "isPastEnd", "maxRequestSectors"),
            "raid0_handle_discard",
                    Set.of(
                            "discard",
                            "handleDiscard",
                            "discardSectors",
                            "discardInZone",
                            "discardStripeSectors",
                            "offsetInStripe",
                            "isRotated",
                            "rotate",
                            "discardEdge",
                            "edge"));

    private Steps() {}

    /** Whether the words name the step, or the function of the kernel that it is part of. */
    static boolean isNamed(String step, String words) {
        if (words.contains(step + "(")) return true;
        List<String> functions = FUNCTIONS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(step))
                .map(Map.Entry::getKey)
                .toList();
        return functions.stream().anyMatch(words::contains);
    }
}
