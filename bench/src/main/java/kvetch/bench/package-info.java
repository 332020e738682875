/**
 * How fast Kvetch is. {@link kvetch.bench.Compare} holds it against its peers and writes {@code docs/performance.md}; the
 * classes that end in {@code Benchmark} are JMH's. Nothing depends on it, and no test asserts a time.
 */
@org.jspecify.annotations.NullMarked
package kvetch.bench;
