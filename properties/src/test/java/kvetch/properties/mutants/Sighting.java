package kvetch.properties.mutants;

/**
 * That a mistake was seen.
 *
 * @param by by what: {@code check}, {@code explore} or {@code conform}
 * @param law the law; empty where it was a recording, or the driver threw, hung or died
 * @param where the kernel that the driver is a patch to, and the allocator
 * @param tries the number of the first case that showed it; 0 where nobody counts
 * @param token the smallest case; empty where there is none
 * @param says what the counterexample says
 */
record Sighting(String by, String law, String where, int tries, String token, String says) {}
