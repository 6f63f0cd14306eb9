package io.l7mp.protocol.metric;

import io.l7mp.protocol.wire.Turnaround;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Meter;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/** Counts what is written, until no more can be: then its series may leave the metrics page. */
final class MetricStream extends Turnaround {
    private final Meter meter;
    private boolean counting = true;

    MetricStream(Loop loop, Traits traits, Meter meter) {
        super(loop, traits);
        this.meter = meter;
    }

    // hot path
    @Override
    public void write(ByteBuf payload, int flags) {
        if (counting) {
            meter.count(payload.readableBytes(), 1);
        }
        pass(payload, flags);
    }

    @Override
    public void finish(Metadata trailers) {
        stopCounting();
        super.finish(trailers);
    }

    @Override
    public void close(Cause cause) {
        stopCounting();
        super.close(cause);
    }

    private void stopCounting() {
        if (counting) {
            counting = false;
            meter.close();
        }
    }
}
