package io.l7mp.spi;

/** Where a binding brings its peers. */
@FunctionalInterface
public interface Acceptor {
    /**
     * Brings a peer. On {@link Offer#loop()}; the offer may be opened or refused before this returns.
     *
     * @param offer the peer, to be opened or refused exactly once
     */
    void offer(Offer offer);
}
