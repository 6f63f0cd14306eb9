package io.l7mp.core.session;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transform that gives back what it is given, and takes nothing while its reader is paused; the smallest there can be. */
final class Passing implements OutboundProtocol<Passing.Spec> {
    record Spec() {}

    @Override
    public String name() {
        return "Passing";
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
            public Attempt connect(io.l7mp.spi.Endpoint endpoint, io.l7mp.spi.SessionFacts session, Loop loop,
                    java.time.Duration limit, io.l7mp.spi.Completion<Connected> done) {
                done.done(new Connected(new Through(loop), Metadata.EMPTY));
                return Attempt.OVER;
            }

            @Override
            public void close() {
                // Nothing is shared.
            }
        };
    }

    private static final class Through implements Stream {
        private final Loop loop;
        private final Deque<ByteBuf> held = new ArrayDeque<>();
        private @Nullable Receiver receiver;
        private @Nullable Metadata end;
        private boolean paused = true;
        private boolean closed;
        private boolean finished;
        private long lost;

        Through(Loop loop) {
            this.loop = loop;
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
            loop.execute(this::deliver);
        }

        @Override
        public void unread(ByteBuf rest, int flags) {
            held.addFirst(rest);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
            loop.execute(this::deliver);
        }

        private void deliver() {
            while (!paused && !closed && receiver != null && !held.isEmpty()) {
                receiver.payload(held.remove(), 0);
            }
            if (paused || closed || receiver == null) {
                return;
            }
            receiver.turnEnd();
            if (end != null && !finished && held.isEmpty()) {
                finished = true;
                receiver.finished(end);
                close(Cause.DONE);
            } else if (end == null) {
                receiver.writable();
            }
        }

        @Override
        public boolean writable() {
            return !paused && held.isEmpty();
        }

        @Override
        public void write(ByteBuf payload, int flags) {
            if (closed || end != null) {
                payload.release();
                lost++;
            } else if (paused || !held.isEmpty() || receiver == null) {
                held.add(payload);
            } else {
                receiver.payload(payload, flags);
            }
        }

        @Override
        public void flush() {
            loop.execute(() -> {
                if (receiver != null && !closed) {
                    receiver.turnEnd();
                }
            });
        }

        @Override
        public void answer(Metadata head) {
            // Nobody asks for it here.
        }

        @Override
        public void finish(Metadata trailers) {
            end = trailers;
            loop.execute(this::deliver);
        }

        @Override
        public void close(Cause cause) {
            if (!closed) {
                closed = true;
                lost += held.size();
                held.forEach(ByteBuf::release);
                held.clear();
                loop.execute(() -> {
                    if (receiver != null) {
                        receiver.closed(cause);
                    }
                });
            }
        }

        @Override
        public long dropped(Drop why) {
            return why == Drop.LOST ? lost : 0;
        }
    }
}
