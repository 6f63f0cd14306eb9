package io.l7mp.protocol.sync;

import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.BentStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sync with a second member for each session, from which is read what is written to the first. */
record CoupleProtocol() implements OutboundProtocol<SyncClusterSpec> {
    private static final SyncProtocol INNER = new SyncProtocol();

    @Override
    public String name() {
        return INNER.name();
    }

    @Override
    public Class<SyncClusterSpec> clusterSpec() {
        return INNER.clusterSpec();
    }

    @Override
    public Traits clusterTraits(SyncClusterSpec spec, Traits input) {
        return INNER.clusterTraits(spec, input);
    }

    @Override
    public Connector open(SyncClusterSpec spec, ClusterEnv env) {
        var connector = INNER.open(spec, env);
        var couples = new AtomicInteger();
        return new Connector() {
            @Override
            public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                    Completion<Connected> done) {
                var metadata = Metadata.of(Json.obj("couple", couples.incrementAndGet()));
                var writer = Tap.connect(connector, Tap.session("writer", metadata, session.input()), loop);
                var reader = Tap.connect(connector, Tap.session("reader", metadata, session.input()), loop);
                done.done(new Connected(new Couple(writer, reader), Metadata.EMPTY));
                return Attempt.OVER;
            }

            @Override
            public void close() {
                connector.close();
            }
        };
    }

    /** Both members. */
    private static final class Couple extends BentStream {
        private final Stream writer;

        Couple(Stream writer, Stream reader) {
            super(reader);
            this.writer = writer;
        }

        @Override
        public boolean writable() {
            return writer.writable();
        }

        @Override
        public void write(ByteBuf payload, int flags) {
            writer.write(payload, flags);
        }

        @Override
        public void flush() {
            writer.flush();
        }

        @Override
        public void answer(Metadata head) {
            writer.answer(head);
        }

        @Override
        public void finish(Metadata trailers) {
            writer.finish(trailers);
        }

        @Override
        public void close(Cause cause) {
            writer.close(cause);
            super.close(cause);
        }

        @Override
        public long dropped(Drop why) {
            return writer.dropped(why) + super.dropped(why);
        }
    }
}
