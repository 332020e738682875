/**
 * What one takes away from a counterexample: a shell script for a real machine, and a JUnit test. Running it again, step by step, is
 * {@code kvetch.cli.text} and {@code kvetch.properties}.
 */
@NullMarked
package kvetch.cli.reproduce;

import org.jspecify.annotations.NullMarked;
