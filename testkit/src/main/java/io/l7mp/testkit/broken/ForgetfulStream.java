package io.l7mp.testkit.broken;

import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentReceiver;
import io.l7mp.testkit.BentStream;

/** Does not say that the peer's direction ended. */
final class ForgetfulStream extends BentStream {
    ForgetfulStream(Stream sound) {
        super(sound);
    }

    @Override
    protected Receiver bend(Receiver receiver) {
        return new BentReceiver(receiver) {
            @Override
            public void finished(Metadata trailers) {
                // That is the fault.
            }
        };
    }
}
