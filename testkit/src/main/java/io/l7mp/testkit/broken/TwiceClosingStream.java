package io.l7mp.testkit.broken;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentReceiver;
import io.l7mp.testkit.BentStream;

/** Says its last word again. */
final class TwiceClosingStream extends BentStream {
    TwiceClosingStream(Stream sound) {
        super(sound);
    }

    @Override
    protected Receiver bend(Receiver receiver) {
        return new BentReceiver(receiver) {
            @Override
            public void closed(Cause cause) {
                super.closed(cause);
                super.closed(cause);
            }
        };
    }
}
