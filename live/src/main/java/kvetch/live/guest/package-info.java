/**
 * The kernel as a process: what it boots from, the program in it, which is built with the user's compiler on first use, how it is
 * asked and what its log says. Nothing here knows a law or a case; {@link kvetch.live.guest.Guest} is the way in.
 */
@NullMarked
package kvetch.live.guest;

import org.jspecify.annotations.NullMarked;
