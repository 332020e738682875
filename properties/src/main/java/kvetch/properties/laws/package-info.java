/**
 * The laws, each a class with all that is known of it, and the list of them. What a law is lives in
 * {@link kvetch.properties.law.Law}; how cases are drawn, run, made small and told lives elsewhere, and knows no law by name.
 */
@NullMarked
package kvetch.properties.laws;

import org.jspecify.annotations.NullMarked;
