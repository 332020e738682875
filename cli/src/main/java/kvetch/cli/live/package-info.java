/**
 * Kernels of this machine that can be run: what is installed and what it can show, the options that name one, and what it says to the
 * findings of the model.
 */
@NullMarked
package kvetch.cli.live;

import org.jspecify.annotations.NullMarked;
