package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import java.io.IOException;

/** Something is wrong with a connection's TLS after its handshake; goes through its handlers as an exception of the system does. */
public final class TlsFault extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Cause fault;

    TlsFault(Cause fault) {
        super(fault.text());
        this.fault = fault;
    }

    /** {@return what to tell} */
    public Cause fault() {
        return fault;
    }
}
