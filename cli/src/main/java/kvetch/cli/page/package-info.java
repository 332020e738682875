/**
 * What the pages have in common that {@code --out} leaves: the frame that each is in, its style, and the folder. What stands on
 * them is in {@code kvetch.cli.report} for a check, {@code kvetch.cli.sweep}, {@code kvetch.cli.explore} and {@code
 * kvetch.cli.prove}; pictures are made of what {@code kvetch.cli.picture} has.
 */
@NullMarked
package kvetch.cli.page;

import org.jspecify.annotations.NullMarked;
