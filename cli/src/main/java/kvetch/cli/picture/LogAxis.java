package kvetch.cli.picture;

/**
 * A logarithmic axis of whole numbers, with those below 0 on the one side of 0 and the others on the other: a number takes as much
 * room as its logarithm grows by. One side may be given less room than the other.
 *
 * @param zero where 0 begins, in pixels
 * @param end where the highest number ends, in pixels; less than {@code zero} where the axis goes up
 * @param below where the lowest number begins, in pixels
 * @param bits how many bits a number has at most, without a sign
 */
public record LogAxis(double zero, double end, double below, int bits) {

    /** Where a number begins; it ends where the next one begins. */
    public double at(long number) {
        double share = Math.log1p(Math.abs((double) number)) / Math.log(2) / bits;
        return zero + share * (number < 0 ? below - zero : end - zero);
    }
}
