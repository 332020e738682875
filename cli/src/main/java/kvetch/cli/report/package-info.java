/**
 * The folder that {@code check --out} leaves: the page with its pictures, script and style, JUnit's XML, the generated cases
 * and how the check was run. {@link kvetch.cli.report.CheckFolder} is the way in. Its pictures are drawn in {@code
 * kvetch.cli.picture}; answers on a terminal are in {@code kvetch.cli.text}.
 */
@NullMarked
package kvetch.cli.report;

import org.jspecify.annotations.NullMarked;
