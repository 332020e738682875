package kvetch.properties.sandbox;

/** Text of others in one line of ours. */
public final class Lines {
    private static final int LONGEST = 200;

    private Lines() {}

    /** A throwable as its class and its message; if the message cannot be had, the class alone. */
    public static String of(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? name : name + ": " + of(message);
        } catch (Throwable thrownByIt) {
            return name;
        }
    }

    /** Text without line ends and other control characters, cut short where it is long. */
    public static String of(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
