package kvetch.properties.mutants;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Where in the kernel each step of the driver is: what a counterexample that names the step would name. */
final class Steps {
    private static final Map<String, Set<String>> FUNCTIONS = Map.of(
            "raid0_run", Set.of("mdRun", "raid0Run", "refusal", "isWhole", "isTooMuch", "distinct"),
            "raid0_set_limits",
                    Set.of(
                            "maxHwSectors",
                            "raid0SetLimits",
                            "ioMin",
                            "ioOpt",
                            "saturated",
                            "saturatedIoMin",
                            "saturatedIoOpt",
                            "setLimits"),
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
                            "addressOf",
                            "asksForLayoutFirst",
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
                            "depth",
                            "chooseLayout",
                            "chosenLayout",
                            "isLayout",
                            "setLayout",
                            "diskShift",
                            "shiftDisks",
                            "abort",
                            "smaller",
                            "setConf",
                            "setSectors"),
            "raid0_size",
                    Set.of(
                            "raid0Size",
                            "sizeFromDisks",
                            "maskedSectors",
                            "lastZoneEnd",
                            "zoneAddress",
                            "setArraySectors"),
            "md_integrity_register", Set.of("mdIntegrityRegister", "haveOneProfile", "integrityFailed"),
            "raid0_free", Set.of("raid0Free", "stop", "freeConf", "freeTable", "kfree"),
            "find_zone", Set.of("findZone", "readZoneEnd"),
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
                            "wrappingProduct",
                            "sectorDiv",
                            "sectorRem",
                            "wideStripe",
                            "wrappedStripe",
                            "diskOf",
                            "devlist",
                            "readPointer",
                            "readDevStart",
                            "readNbDev",
                            "readLayout"),
            "raid0_make_request",
                    Set.of("request", "makeRequest", "partSectors", "cutSectors", "isPastEnd", "maxRequestSectors"),
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
                            "wideStripe",
                            "wrappedStripe",
                            "inStripe",
                            "edgePosition",
                            "edgeOffset",
                            "edge"));

    private static final String ALLOC = "alloc(|alloc of |allocation |request that can be served is refused|are served";
    private static final String FREE = "free(|free of |freed|given back";
    private static final String SIZE = "ksize|usable";
    private static final String ZERO = " zero";
    private static final String ACCESS = "has changed|unable to handle page fault";
    /** What finds the bytes at a physical address, for whatever is done with them. */
    private static final String PARTS_OF_MEMORY =
            "region chunk writableRegion growTo regionNumber chunkInRegion offset granuleInChunk data bytesInGranule";

    private static final String MAPPING = "mapped|unable to handle page fault";

    /** What says of the operation that a step of an allocator or of the machine is part of: by file, the steps of each. */
    private static final Map<String, Map<String, String>> OPERATIONS = Map.ofEntries(
            entry(
                    "Kmalloc",
                    Map.of(
                            ALLOC, "alloc refill classIndex isEmpty addSlab pop",
                            FREE, "free freeLarge pageOf peek push freeListOf isDirect frameOf",
                            SIZE, "ksize freeListOf isDirect frameOf")),
            entry("Kvmalloc", Map.of(ALLOC, "alloc", FREE, "free", SIZE, "ksize")),
            entry(
                    "Vmalloc",
                    Map.of(
                            ALLOC,
                            "alloc pagesFor takePages listPages map bytesOf takeHole fail",
                            FREE,
                            "free areaAt giveBack giveBackHole",
                            SIZE,
                            "ksize",
                            "declared",
                            "mostPages listPages")),
            entry(
                    "PageAllocator",
                    Map.of(
                            ALLOC,
                                    "alloc allocPages allocPagesBehind takeBlock carve listOpenUpTo split splitDownTo popFree openUntouched"
                                            + " untouchedOrder afterUntouched countUntouched log2 addressOf allocated",
                            FREE,
                                    "free freePages areAllocated giveBack reopenFrom isListed pushFree unlist stateAt"
                                            + " frameOf isAllocated compoundOrder",
                            SIZE, "ksize order stateAt frameOf isAllocated compoundOrder")),
            entry("FrameStack", Map.of(ALLOC, "pop isEmpty unfold", FREE, "push unfold dropFromTop")),
            entry("FrameBytes", Map.of(ALLOC, "set setStarts", FREE, "get set setStarts areStartsAlike", SIZE, "get")),
            entry("PageFrames", Map.of(ALLOC, "getOrder")),
            entry(
                    "AddressSpace",
                    Map.of(
                            ZERO,
                                    "zero zeroPhysical zeroRegions zeroRegionsEnd zeroChunk zeroGranules zeroInGranule firstNonZero"
                                            + " firstNonZeroPhysical contiguousFrom isZero " + PARTS_OF_MEMORY,
                            ACCESS,
                                    "readU64 readU32 readSlowly readable writeU64 writeU32 writeByte writeSlowly"
                                            + " writable materialise translate translateOrFault isInDirectMap "
                                            + PARTS_OF_MEMORY,
                            MAPPING, "map unmap isMapped page pagesBefore translate translateOrFault")),
            entry(
                    "GuardedMemory",
                    Map.of(
                            "judged|is written",
                            "readU64 readU32 writeU64 writeU32 granuleToWrite moveWindow bytesInGranule isAllowed close forget")),
            entry(
                    "PageTable",
                    Map.of(
                            MAPPING,
                            "frame run isMapped continues isFree fill map mapInLeaves unmapFrom endOfMappingBefore clear entry"
                                    + " leafEnd entryEnd below leaf get index isEmptyWithout wholeEntriesEnd entriesOf remove")),
            entry(
                    "Machine",
                    Map.of(
                            "WARN", "warn warnOnce",
                            "Killed|killed|deadlocked", "outOfMemory beginCall")),
            entry(
                    "Capabilities",
                    Map.of(
                            "declares|declared", "mustRefuse mustServe contiguousOnly describe",
                            "limit", "mustRefuse mustServe")));

    /** What several functions do. */
    private static final Set<String> OF_SEVERAL =
            Set.of("address", "difference", "divide", "isBelow", "keptInInt", "remainder", "reopen", "sum");

    private Steps() {}

    /** Whether it is known of a step of the driver which functions of the kernel it is part of. */
    static boolean isPlaced(String step) {
        return OF_SEVERAL.contains(step) || functions(step).count() > 0;
    }

    /** All steps that are known here. */
    static Stream<String> known() {
        return Stream.of(
                        FUNCTIONS.values().stream().flatMap(Set::stream),
                        OPERATIONS.values().stream()
                                .flatMap(steps -> steps.values().stream())
                                .flatMap(steps -> Stream.of(steps.split(" "))),
                        OF_SEVERAL.stream())
                .flatMap(steps -> steps);
    }

    /** The functions of the kernel that a step is part of. */
    private static Stream<String> functions(String step) {
        return FUNCTIONS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(step))
                .map(Map.Entry::getKey);
    }

    /** Whether the words name the step, the function of the kernel that it is part of, or the operation of an allocator. */
    static boolean isNamed(String file, String step, String words) {
        if (words.contains(step + "(") || isOperationNamed(file, step, words)) return true;
        return functions(step).anyMatch(words::contains);
    }

    private static boolean isOperationNamed(String file, String step, String words) {
        return OPERATIONS.getOrDefault(file, Map.of()).entrySet().stream()
                .filter(entry -> List.of(entry.getValue().split(" ")).contains(step))
                .flatMap(entry -> Stream.of(entry.getKey().split("\\|")))
                .anyMatch(words::contains);
    }
}
