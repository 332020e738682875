package kvetch.prove.law;

import io.vavr.collection.Vector;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.prove.lemma.Lemma;

/**
 * Why a law holds on a kernel.
 *
 * @param domain of what it is proved, in a line
 * @param lemmas what a solver has to decide; what is made of them stands in docs/proofs.md
 * @param borders what of the domain has to be left out
 * @param covers which ways to break the law the proof is about, by what they are called
 */
public record Argument(String domain, Vector<Lemma> lemmas, Vector<Border> borders, Predicate<String> covers) {

    static Argument of(String domain) {
        return new Argument(domain, Vector.empty(), Vector.empty(), what -> true);
    }

    Argument by(Vector<Lemma> more) {
        return new Argument(domain, lemmas.appendAll(more).distinctBy(Lemma::name), borders, covers);
    }

    Argument by(Lemma... more) {
        return by(Vector.of(more));
    }

    /** By lemmas that some kernels do not need. */
    Argument by(boolean isNeeded, Lemma... more) {
        return isNeeded ? by(more) : this;
    }

    Argument within(Border border) {
        return new Argument(domain, lemmas, borders.append(border), covers);
    }

    /** Within a border that some kernels do not need. */
    Argument within(boolean isNeeded, Border border) {
        return isNeeded ? within(border) : this;
    }

    Argument covering(Predicate<String> kinds) {
        return new Argument(domain, lemmas, borders, kinds);
    }

    /** Whether a case is within all borders. */
    public boolean holdsFor(ArrayCase c) {
        return borders.forAll(border -> border.holds().test(c));
    }
}
