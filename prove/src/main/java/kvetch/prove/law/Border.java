package kvetch.prove.law;

import io.vavr.collection.Vector;
import java.util.function.Function;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;

/**
 * A condition that a proof needs and not every array fulfils.
 *
 * @param condition in words
 * @param holds whether an array fulfils it
 * @param beyond arrays that do not, made of the smallest numbers with which the lemma is wrong that needs it
 */
public record Border(String condition, Predicate<ArrayCase> holds, Function<Finder, Vector<ArrayCase>> beyond) {}
