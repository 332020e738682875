/**
 * Cases as jqwik has them, for properties of one's own. A parameter {@code @ForAll ArrayCase} needs nothing else;
 * {@link kvetch.properties.arbitraries.RaidArrays} narrows down which, and {@link kvetch.properties.arbitraries.KvetchDomain} is for
 * tests that name their domains. What is drawn is what a check draws, and what fails is made as small, by the same search.
 */
@NullMarked
package kvetch.properties.arbitraries;

import org.jspecify.annotations.NullMarked;
