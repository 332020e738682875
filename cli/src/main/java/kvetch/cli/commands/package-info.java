/**
 * The commands of {@code kvetch}, one class each, with what a check keeps from one run to the next. A command reads its options and
 * asks {@code kvetch.properties} or {@code kvetch.raid0}. What it has to say is laid out elsewhere: as text, as JSON, as a
 * report or as a script.
 */
@NullMarked
package kvetch.cli.commands;

import org.jspecify.annotations.NullMarked;
