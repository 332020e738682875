/**
 * What was found, in the words of a kernel engineer: the sentence, the splat, the order of defects, the little picture of an array.
 * How it is laid out on a terminal or a page is not decided here.
 */
@NullMarked
package kvetch.cli.words;

import org.jspecify.annotations.NullMarked;
