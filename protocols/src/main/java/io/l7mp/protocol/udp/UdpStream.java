package io.l7mp.protocol.udp;

import io.l7mp.linux.DatagramFlow;
import io.l7mp.linux.DatagramListener;
import io.l7mp.linux.Memory;
import io.l7mp.protocol.wire.Drops;
import io.l7mp.protocol.wire.Inbox;
import io.l7mp.spi.Batch;
import io.l7mp.spi.BatchReceiver;
import io.l7mp.spi.Batching;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Env;
import io.l7mp.spi.KernelView;
import io.l7mp.spi.Lease;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from one peer. What comes in is passed on from where the kernel put it, as long as somebody takes it; else it is
 * copied and waits, up to the listener's bounds. Cannot be slowed down, and ends only when somebody closes it or the peer is found gone.
 */
final class UdpStream implements Stream, Batching, DatagramListener {
    static final Traits TRAITS = new Traits(Shape.MESSAGES, false, false, false, false, DatagramFlow.LARGEST);

    private final DatagramFlow flow;
    private final ByteBufAllocator buffers;
    private final Duration linger;
    private final UdpListenerSpec.Options options;
    private final Inbox inbox = new Inbox(this);
    private final Drops drops = new Drops();
    private @Nullable Receiver receiver;
    private @Nullable BatchReceiver batches;
    private @Nullable Runnable whenEnded;
    private boolean isMidTurn;
    private boolean isFinished;
    private @Nullable Cause end;

    UdpStream(DatagramFlow flow, Env env, UdpListenerSpec.Options options) {
        this.flow = flow;
        this.buffers = env.buffers();
        this.linger = env.linger();
        this.options = options;
        flow.listen(this);
    }

    /** Asks to be told when it is over and its descriptor closed; before it can be. */
    void onEnded(Runnable task) {
        whenEnded = task;
    }

    DatagramFlow flow() {
        return flow;
    }

    @Override
    public Loop loop() {
        return flow.loop();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void attach(Receiver to) {
        receiver = to;
        inbox.attach(new Relay(to));
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
    }

    // hot path
    @Override
    public boolean writable() {
        return flow.writable();
    }

    // hot path
    @Override
    public void write(ByteBuf payload, int flags) {
        if (end != null || isFinished) {
            payload.release();
        } else if (payload.readableBytes() > DatagramFlow.LARGEST) {
            payload.release();
            drops.add(Drop.TOO_LARGE, 1);
        } else {
            flow.send(payload);
        }
    }

    // hot path
    @Override
    public void write(Batch batch) {
        if (end == null && !isFinished) {
            flow.send(batch);
        }
    }

    // hot path
    @Override
    public void flush() {
        if (end == null) {
            flow.flush();
        }
    }

    @Override
    public void answer(Metadata head) {
        // A datagram has no head.
    }

    /** There is no such thing over UDP; the session ends it when nothing comes back for a while. */
    @Override
    public void finish(Metadata trailers) {
        flush();
        isFinished = true;
    }

    @Override
    public void close(Cause cause) {
        drops.add(Drop.LOST, inbox.messages());
        inbox.discard();
        if (end == null) {
            end = cause;
            flow.close(cause.isOrderly() ? linger : Duration.ZERO);
        }
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why);
    }

    @Override
    public Optional<Batching> batching() {
        return Optional.of(this);
    }

    @Override
    public void attach(BatchReceiver to) {
        batches = to;
    }

    @Override
    public void detach() {
        batches = null;
    }

    @Override
    public Optional<KernelView> kernel() {
        return Optional.of(new View(flow.local(), flow.peer()));
    }

    private record View(InetSocketAddress local, InetSocketAddress peer) implements KernelView {
        @Override
        public Optional<Lease> lease() {
            return Optional.empty();
        }
    }

    // hot path
    @Override
    public void arrived(Batch batch) {
        var to = batches;
        if (end != null) {
            return;
        }
        if (to != null && !inbox.isPaused() && inbox.messages() == 0) {
            isMidTurn = true;
            to.batch(batch);
            return;
        }
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            if (inbox.messages() < options.queueMessages()
                    && inbox.bytes() + batch.length(i) <= options.queueBytes()) {
                inbox.payload(Memory.copy(batch, i, buffers), 0);
            } else {
                drops.add(Drop.QUEUE_FULL, 1);
            }
        }
    }

    // hot path
    @Override
    public void turnEnd() {
        inbox.turnEnd();
        var to = receiver;
        if (isMidTurn && to != null) {
            isMidTurn = false;
            to.turnEnd();
        }
    }

    @Override
    public void room() {
        inbox.writable();
    }

    @Override
    public void dropped(Drop why, int messages) {
        drops.add(why, messages);
    }

    /** What was held is still for the receiver. */
    @Override
    public void failed(Cause cause) {
        if (end == null) {
            end = cause;
            flow.close(Duration.ZERO);
        }
    }

    @Override
    public void ended() {
        var cause = end;
        if (cause == null) { // the port closes under it
            cause = UdpBinding.CLOSED;
            end = cause;
        }
        inbox.closed(cause);
        if (whenEnded != null) {
            whenEnded.run();
        }
    }

    /** Stands between the inbox and the receiver: what was held goes to whoever takes batches, one by one. */
    private final class Relay implements Receiver {
        private final Receiver to;

        Relay(Receiver to) {
            this.to = to;
        }

        // hot path
        @Override
        public void payload(ByteBuf payload, int flags) {
            var road = batches;
            if (road == null || !payload.hasMemoryAddress()) {
                to.payload(payload, flags);
                return;
            }
            try {
                road.batch(new Single(payload));
            } finally {
                payload.release();
            }
        }

        @Override
        public void answer(Metadata head) {
            to.answer(head);
        }

        @Override
        public void turnEnd() {
            to.turnEnd();
        }

        @Override
        public void finished(Metadata trailers) {
            to.finished(trailers);
        }

        @Override
        public void writable() {
            to.writable();
        }

        @Override
        public void closed(Cause cause) {
            to.closed(cause);
        }
    }

    /** One datagram that was held. */
    private record Single(ByteBuf payload) implements Batch {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public long address(int i) {
            return payload.memoryAddress() + payload.readerIndex();
        }

        @Override
        public int length(int i) {
            return payload.readableBytes();
        }
    }
}
