/**
 * Pictures of a counterexample, as SVG: what it looks like when it runs, its array and its memory; and the markup that they are
 * written in. The page around them is in {@code kvetch.cli.report}, the little picture on a terminal in
 * {@code kvetch.cli.words}.
 */
@NullMarked
package kvetch.cli.picture;

import org.jspecify.annotations.NullMarked;
