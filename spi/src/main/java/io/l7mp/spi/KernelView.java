package io.l7mp.spi;

import java.net.InetSocketAddress;
import java.util.Optional;

/** All a kernel lane may know of a stream. */
public interface KernelView {
    /** {@return our address} */
    InetSocketAddress local();

    /** {@return the peer's address} */
    InetSocketAddress peer();

    /** {@return the descriptor, lent; empty where sessions share one, as those of a UDP server do} */
    Optional<Lease> lease();
}
