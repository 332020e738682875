/**
 * A real kernel as a target. {@link kvetch.live.LiveKernel} is the front door; behind it are {@code Guests}, a pool of processes
 * in which a kernel runs with {@code guest.c} as its only program, and {@code LiveArray} and {@code LiveLife}, which ask such a
 * guest what a law wants to see. What a guest cannot be given is {@code Untriable}, with the reason.
 */
@NullMarked
package kvetch.live;

import org.jspecify.annotations.NullMarked;
