/**
 * The process that a command runs in, and those that it starts: interrupted, ended by somebody else's allocator, or supervised by
 * another process. What a command does in it is not known here.
 */
@NullMarked
package kvetch.cli.process;

import org.jspecify.annotations.NullMarked;
