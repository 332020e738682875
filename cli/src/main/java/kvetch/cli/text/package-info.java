/**
 * Answers for people on a terminal, laid out in lines: of a check, of a replay, of recordings held against the model. Sentences come from
 * {@code kvetch.cli.words}.
 */
@NullMarked
package kvetch.cli.text;

import org.jspecify.annotations.NullMarked;
