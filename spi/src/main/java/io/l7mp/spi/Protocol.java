package io.l7mp.spi;

/** What every protocol has; found through {@code META-INF/services/io.l7mp.spi.Protocol}. */
public interface Protocol {
    /** {@return the word in {@code spec.protocol}, such as {@code UDP}} */
    String name();
}
