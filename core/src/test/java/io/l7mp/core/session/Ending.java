package io.l7mp.core.session;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transform that gives back what it is given and closes in order once it has passed the end on, as all in-memory ones do. */
final class Ending implements OutboundProtocol<Ending.Spec> {
    record Spec() {}

    @Override
    public String name() {
        return "Ending";
    }

    @Override
    public Class<Spec> clusterSpec() {
        return Spec.class;
    }

    @Override
    public Traits clusterTraits(Spec spec, Traits input) {
        return Traits.IN_MEMORY.after(input);
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(Spec spec, ClusterEnv env) {
        return new Connector() {
            @Override
            public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                    Completion<Connected> done) {
                done.done(new Connected(new Through(loop), Metadata.EMPTY));
                return Attempt.OVER;
            }

            @Override
            public void close() {
                // Nothing is shared.
            }
        };
    }

    /** Never held back here: its reader is never slow in these tests. */
    private static final class Through implements Stream {
        private final Loop loop;
        private @Nullable Receiver receiver;
        private boolean over;

        Through(Loop loop) {
            this.loop = loop;
        }

        private Receiver receiver() {
            if (receiver == null) {
                throw new IllegalStateException("nobody reads");
            }
            return receiver;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public Traits traits() {
            return Traits.IN_MEMORY;
        }

        @Override
        public void attach(Receiver next) {
            receiver = next;
        }

        @Override
        public void unread(ByteBuf rest, int flags) {
            rest.release();
        }

        @Override
        public void pause() {
            // See above.
        }

        @Override
        public void resume() {
            loop.execute(() -> receiver().writable());
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void write(ByteBuf payload, int flags) {
            receiver().payload(payload, flags);
        }

        @Override
        public void flush() {
            loop.execute(() -> receiver().turnEnd());
        }

        @Override
        public void answer(Metadata head) {
            // Nobody asks for it here.
        }

        @Override
        public void finish(Metadata trailers) {
            loop.execute(() -> {
                receiver().finished(trailers);
                close(Cause.DONE);
            });
        }

        @Override
        public void close(Cause cause) {
            if (!over) {
                over = true;
                loop.execute(() -> receiver().closed(cause));
            }
        }

        @Override
        public long dropped(Drop why) {
            return 0;
        }
    }
}
