/**
 * What is to be expected of an allocator by callers other than the driver: carries out the steps of a workload and takes note of
 * what goes wrong. {@code Contract} is the way in; a {@code Trial} is one allocator on one machine, on which a {@code Caller}
 * carries out {@code Steps}, and what is looked at has a class for each of its concepts. Which of it is against a law is not
 * said here. What the driver does with an allocator is watched in {@code kvetch.properties.ledger}.
 */
@NullMarked
package kvetch.properties.contract;

import org.jspecify.annotations.NullMarked;
