/**
 * What machines read: JSON, its layout, and the fields that a case, a defect and a result have in every answer. The files of a report are in
 * {@code kvetch.cli.report}, the map of an array in {@code kvetch.cli.map}.
 */
@NullMarked
package kvetch.cli.json;

import org.jspecify.annotations.NullMarked;
