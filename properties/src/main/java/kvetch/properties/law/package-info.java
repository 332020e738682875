/**
 * What a law is, and what a law sees: an array that runs, a life that was led. Extend
 * {@link kvetch.properties.law.RunningArrayLaw} or {@link kvetch.properties.law.LifeLaw} to write one. Kvetch's own laws live in
 * {@link kvetch.properties.laws}; the machines that are looked at, in {@code kvetch.properties.run}.
 */
@NullMarked
package kvetch.properties.law;

import org.jspecify.annotations.NullMarked;
