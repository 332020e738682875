package kvetch.cli.machine;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What sources have said of an array.
 *
 * @param facts of the array
 * @param members of its disks, by the names of their devices
 */
record ToldArray(Facts facts, Map<String, Facts> members) {
    static final ToldArray NOTHING = new ToldArray(Facts.NONE, LinkedHashMap.empty());

    ToldArray with(Fact fact, @Nullable String value) {
        return new ToldArray(facts.with(fact, value), members);
    }

    /** With something more of a disk; with the disk, even if there is nothing to say. */
    ToldArray withMember(String device, Fact fact, @Nullable String value) {
        return new ToldArray(
                facts,
                members.put(device, members.get(device).getOrElse(Facts.NONE).with(fact, value)));
    }

    /** Whether two sources speak of one array: by its UUID, or its name, or a disk. */
    boolean isSame(ToldArray other) {
        for (Fact identity : new Fact[] {Fact.UUID, Fact.NAME}) {
            String here = facts.text(identity);
            String there = other.facts.text(identity);
            if (here != null && there != null) return here.equals(there);
        }
        return members.keySet().exists(other.members::containsKey);
    }

    ToldArray and(ToldArray more) {
        String whose = whose(more);
        return new ToldArray(
                facts.and(more.facts, whose),
                more.members.foldLeft(
                        members,
                        (all, member) -> all.put(
                                member._1,
                                all.get(member._1).getOrElse(Facts.NONE).and(member._2, member._1 + " in " + whose))));
    }

    private String whose(ToldArray more) {
        String name = facts.text(Fact.NAME);
        if (name == null) name = more.facts.text(Fact.NAME);
        return name == null ? "an array" : name;
    }

    /** A UUID as all write it: sysfs and mdadm have other signs between the digits. */
    static String uuid(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }
}
