/**
 * The way into {@code kvetch}: {@link kvetch.cli.Main} reads the command line, runs one command and says in one line what is wrong
 * with it. Commands are in {@code kvetch.cli.commands}; nothing here knows what any of them does, and nothing depends on this
 * package.
 */
@NullMarked
package kvetch.cli;

import org.jspecify.annotations.NullMarked;
