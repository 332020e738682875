/**
 * The commands of {@code kvetch}. A command reads its options and asks {@code kvetch.properties} or {@code kvetch.raid0};
 * what it has to say is laid out by a class of its own, as text or as JSON. {@link kvetch.cli.Main} is the only way in.
 */
@NullMarked
package kvetch.cli;

import org.jspecify.annotations.NullMarked;
