package kvetch.cli.inspect;

import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a machine, as far as it is modelled.
 *
 * @param release what it calls itself; null if that was not told
 * @param models the kernel of that release; where none is modelled, its nearest neighbours; empty if it was not told
 */
public record RunningKernel(@Nullable String release, Vector<KernelProfile> models) {
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})(\\D.*)?");

    /** The first release whose layout 5.3 has. */
    private static final int OLDEST = number(3, 14);

    static RunningKernel of(@Nullable String release) {
        Matcher matcher = RELEASE.matcher(release == null ? "" : release);
        if (!matcher.matches()) return new RunningKernel(release, Vector.empty());
        int wanted = number(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        Vector<KernelProfile> past = KernelProfiles.past();
        Vector<KernelProfile> all = past.appendAll(KernelProfiles.all().filter(KernelProfile::isLinux));
        if (wanted < OLDEST) return new RunningKernel(release, Vector.empty());
        Vector<KernelProfile> before =
                all.filter(kernel -> number(kernel) <= wanted).takeRight(1);
        Vector<KernelProfile> after =
                all.filter(kernel -> number(kernel) > wanted).take(1);
        boolean isModelled = before.exists(kernel -> number(kernel) == wanted) || wanted <= number(past.last());
        if (!isModelled) return new RunningKernel(release, before.appendAll(after));
        return new RunningKernel(release, before.isEmpty() ? past : before);
    }

    /** Whether the release itself is modelled. */
    boolean isModelled() {
        return models.size() == 1 && !isNewer();
    }

    private boolean isNewer() {
        Matcher matcher = RELEASE.matcher(release == null ? "" : release);
        return matcher.matches()
                && number(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                        > number(models.last());
    }

    /** What it is, for people. */
    String words() {
        if (release == null) return "which kernel runs there was not told";
        if (models.isEmpty()) return "Linux " + release + " runs there, which nothing here is a model of";
        String names = models.map(KernelProfile::name).mkString(" and ");
        return "Linux " + release + " runs there"
                + (isModelled()
                        ? ", modelled as " + names
                        : ", which is not modelled; nearest " + (models.size() == 1 ? "is " : "are ") + names);
    }

    private static int number(KernelProfile kernel) {
        Matcher matcher = RELEASE.matcher(kernel.name());
        return matcher.matches() ? number(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))) : 0;
    }

    private static int number(int major, int minor) {
        return 1000 * major + minor;
    }
}
