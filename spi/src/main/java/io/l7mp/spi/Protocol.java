package io.l7mp.spi;

/** What every protocol has; found through {@code META-INF/services/io.l7mp.spi.Protocol}. */
public interface Protocol {
    /** {@return the word in {@code spec.protocol}, such as {@code UDP}} */
    String name();

    /**
     * Tells a protocol of those that it may ride on; before anything else, once.
     *
     * @param transports all others, to be asked later
     * @return the protocol to use in place of this one
     */
    default Protocol riding(Transports transports) {
        return this;
    }
}
