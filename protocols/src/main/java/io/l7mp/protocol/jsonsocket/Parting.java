package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * What becomes of a transport after our last word on it. What the peer still says is read and thrown away until it ends too, for a
 * connection that is closed on unread bytes breaks, and takes the last word with it. On the transport's loop.
 */
final class Parting implements Receiver {
    private final Stream transport;
    private final Timer limit;

    private Parting(Stream transport, Duration linger) {
        this.transport = transport;
        limit = transport.loop().after(linger, this::close);
    }

    /**
     * Ends a transport.
     *
     * @param peerEnded whether the peer has said that nothing follows
     * @param linger how long it may take to say so
     */
    static void from(Stream transport, boolean peerEnded, Duration linger) {
        if (peerEnded || !transport.traits().halfClose()) {
            transport.close(Cause.DONE);
            return;
        }
        transport.attach(new Parting(transport, linger));
        transport.finish(Metadata.EMPTY);
        transport.resume();
    }

    private void close() {
        limit.cancel();
        transport.close(Cause.DONE);
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        payload.release();
    }

    @Override
    public void finished(Metadata trailers) {
        close();
    }

    @Override
    public void closed(Cause cause) {
        limit.cancel();
    }

    @Override
    public void answer(Metadata head) {
        // A peer has nothing to answer.
    }

    @Override
    public void turnEnd() {
        // Nothing is passed on.
    }

    @Override
    public void writable() {
        // Nothing is left to say.
    }
}
