package io.l7mp.testkit.broken;

import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentStream;

/** Once it flows, it cannot be paused. */
final class UnstoppableStream extends BentStream {
    UnstoppableStream(Stream sound) {
        super(sound);
    }

    @Override
    public void pause() {
        // That is the fault.
    }
}
