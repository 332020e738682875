package kvetch.properties.plug;

import java.util.function.Function;
import java.util.function.Supplier;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.properties.law.Law;
import kvetch.properties.sandbox.Lines;
import kvetch.raid0.DriverProvider;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/** What is wrong with the answers of an allocator, a driver or a law; empty if nothing is. Each is asked all there is to ask. */
final class Objections {
    private Objections() {}

    static String to(AllocatorProvider provider) {
        return first(
                () -> versionObjection(provider::spiVersion, AllocatorProvider.SPI_VERSION, "kvetch-api"),
                () -> ask("name()", provider::name, Objections::nameObjection),
                () -> ask("description()", provider::description, words -> lineObjection("description is", words)),
                () -> ask("family()", provider::family, family -> ""),
                () -> ask("capabilities(machine)", () -> provider.capabilities(MachineProfile.of(4096, 256)), c -> ""));
    }

    static String to(DriverProvider provider) {
        return first(
                () -> versionObjection(provider::spiVersion, DriverProvider.SPI_VERSION, "kvetch-raid0"),
                () -> ask("name()", provider::name, Objections::nameObjection),
                () -> ask("description()", provider::description, words -> lineObjection("description is", words)),
                () -> ask(
                        "base()",
                        provider::base,
                        base -> KernelProfiles.find(base)
                                .fold(problem -> "its base is no kernel: " + problem, kernel -> "")));
    }

    static String to(Law law) {
        Function<String, String> isLine = words -> lineObjection("words are", words);
        return first(
                () -> ask("id()", law::id, Objections::idObjection),
                () -> ask("title()", law::title, isLine),
                () -> ask("statement()", law::statement, isLine),
                () -> ask("standsFor()", law::standsFor, isLine),
                () -> ask("lookFirstAt()", law::lookFirstAt, isLine),
                () -> ask("population()", law::population, population -> ""),
                () -> ask("mustSee()", law::mustSee, sights -> ""),
                () -> ask("compares()", law::compares, comparison -> ""));
    }

    /** The first of the objections that is one. */
    @SafeVarargs
    private static String first(Supplier<String>... objections) {
        for (Supplier<String> each : objections) {
            String objection = each.get();
            if (!objection.isEmpty()) return objection;
        }
        return "";
    }

    private static String versionObjection(Supplier<Integer> spiVersion, int ours, String artifact) {
        return ask(
                "spiVersion()",
                spiVersion,
                version -> version == ours
                        ? ""
                        : "it was written for version " + version + " of the SPI and this Kvetch speaks version " + ours
                                + "; build it against this version of " + artifact);
    }

    private static String nameObjection(String name) {
        return AllocatorProvider.NAME.matcher(name).matches()
                ? ""
                : "its name '" + Lines.of(name) + "' is not made of lower-case letters, digits and hyphens,"
                        + " beginning with a letter, 32 at most";
    }

    private static String idObjection(String id) {
        return Law.ID.matcher(id).matches()
                ? ""
                : "its id '" + Lines.of(id)
                        + "' is not made of upper-case letters and digits, beginning with a letter, 2 to 8 of them";
    }

    private static String lineObjection(String what, String words) {
        return !words.isBlank() && words.equals(Lines.of(words))
                ? ""
                : "its " + what + " not one line of at most 200 characters: '" + Lines.of(words) + "'";
    }

    /** What is wrong with the answer to a question; empty if nothing is. */
    private static <T> String ask(String question, Supplier<@Nullable T> answers, Function<T, String> objection) {
        T answer;
        try {
            answer = answers.get();
        } catch (Throwable thrown) {
            return question + " threw " + Lines.of(thrown);
        }
        return answer == null ? question + " returned null" : objection.apply(answer);
    }
}
