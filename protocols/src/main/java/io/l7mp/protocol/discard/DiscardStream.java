package io.l7mp.protocol.discard;

import io.l7mp.protocol.wire.InboxStream;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/** Takes everything and says nothing. Since that is its purpose, nothing counts as dropped. */
final class DiscardStream extends InboxStream {
    DiscardStream(Loop loop, Traits traits) {
        super(loop, traits);
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        payload.release();
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void answer(Metadata head) {
        // Nobody would see it.
    }

    @Override
    public void finish(Metadata trailers) {
        // There is no other direction that could go on or end; the session ends after its finish timeout.
    }

    @Override
    public void close(Cause cause) {
        var _ = discard(); // only what was given back
        inbox.closed(cause);
    }

    @Override
    public long dropped(Drop why) {
        return 0;
    }
}
