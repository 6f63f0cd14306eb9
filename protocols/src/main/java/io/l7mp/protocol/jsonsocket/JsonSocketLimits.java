package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Traits;
import java.time.Duration;

/** How large a header may be, and how long a repeat of one is looked for. */
final class JsonSocketLimits {
    /** Most bytes of a header, leading white space included. */
    static final int LARGEST = 64 << 10;

    /** The same where a datagram that is cut on its way is lost as a whole: what fits into one packet nearly everywhere. */
    static final int LARGEST_UNRELIABLE = 1_200;

    /** A datagram that was doubled or held up on its way is here by then. */
    static final Duration LATE = Duration.ofSeconds(2);

    private JsonSocketLimits() {}

    /** {@return most bytes of a header over such a transport} */
    static int largest(Traits transport) {
        return Math.min(transport.reliable() ? LARGEST : LARGEST_UNRELIABLE, transport.largest());
    }
}
