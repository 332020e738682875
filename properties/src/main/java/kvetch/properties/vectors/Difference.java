package kvetch.properties.vectors;

/**
 * One thing on which the model and a recording differ.
 *
 * @param what what it is, named as in the recording: {@code errno}, {@code runs[3]}
 * @param recorded what the real kernel did
 * @param model what the model does
 */
public record Difference(String what, String recorded, String model) {
    @Override
    public String toString() {
        return what + ": recorded " + recorded + ", the model " + model;
    }
}
