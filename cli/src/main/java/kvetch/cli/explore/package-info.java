/**
 * The page of {@code explore --out}: {@link kvetch.cli.explore.ExplorePage} shows a scope as a grid, with what broke where. Who
 * explores is {@code kvetch.properties.Explorer}; what it found is told on a terminal in {@code kvetch.cli.text}.
 * {@link kvetch.cli.explore.NarrowExploring} is {@code explore --widths}.
 */
@NullMarked
package kvetch.cli.explore;

import org.jspecify.annotations.NullMarked;
