package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.List;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.laws.StandardLaws;

/** The laws that a check draws the same cases for, and these cases. */
public final class DrawnAlike {
    /** Each with its laws in their order, by the first of them. */
    public static final Vector<Vector<Law>> LAWS = StandardLaws.ALL
            .groupBy(law -> law.population() + " " + (law instanceof LifeLaw))
            .values()
            .toVector()
            .sortBy(laws -> StandardLaws.ALL.indexOf(laws.head()));

    private DrawnAlike() {}

    /** The cases of a law, in the order in which a check with a seed examines them. */
    public static List<Case> cases(Law law, int tries, long seed) {
        return DrawnCases.of(law, seed).next(tries);
    }
}
