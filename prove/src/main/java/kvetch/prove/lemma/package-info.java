/** What has to be decided, step by step. */
@NullMarked
package kvetch.prove.lemma;

import org.jspecify.annotations.NullMarked;
