package io.l7mp.testkit.broken;

import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentStream;
import io.netty.buffer.ByteBuf;

/** Releases what it gave away. */
final class TwiceReleasingStream extends BentStream {
    TwiceReleasingStream(Stream sound) {
        super(sound);
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        super.write(payload, flags);
        payload.release();
    }
}
