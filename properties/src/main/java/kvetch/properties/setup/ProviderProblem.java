package kvetch.properties.setup;

/**
 * A provider that was found and cannot be used, or whose loading went wrong in some other way.
 *
 * @param provider the name of its class, as far as it is known
 * @param origin where it came from; empty where that is not known
 * @param cause what is wrong, in one line
 */
public record ProviderProblem(String provider, String origin, String cause) {

    /**
     * All of it, in one line.
     *
     * @return for example {@code provider com.example.Slob (class path, /tmp/slob.jar): its constructor threw ...}
     */
    public String message() {
        return "provider " + provider + (origin.isEmpty() ? "" : " (" + origin + ")") + ": " + cause;
    }
}
