package kvetch.cli.words;

/** What is known of the two layouts of raid0, and of who wrote which. */
public final class WhichLayout {
    /** Who wrote which. */
    public static final String HISTORY =
            "Linux before 3.14 wrote such an array as layout 1 (original), Linux from 3.14 on as"
                    + " layout 2 (alternate), until md asked which it is.";

    /** What comes of taking one for the other. */
    public static final String HARM =
            "With the wrong one, sectors are read and written elsewhere than where the data is.";

    private WhichLayout() {}
}
