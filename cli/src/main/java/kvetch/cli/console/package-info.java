/**
 * How the program speaks: the terminal and its width, styles, tables, wrapped text, the line of progress, the exit codes and the ways
 * in which a command fails. Nothing here knows of kernels, allocators or laws.
 */
@NullMarked
package kvetch.cli.console;

import org.jspecify.annotations.NullMarked;
