/** What Kvetch has to say of arrays that are there: their zones, which kernels map them how, and what can go wrong with them. */
@NullMarked
package kvetch.cli.inspect;

import org.jspecify.annotations.NullMarked;
