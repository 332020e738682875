/** What is known to be broken: what a check may find, what it found before, and what it remembers. */
@NullMarked
package kvetch.cli.known;

import org.jspecify.annotations.NullMarked;
