package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One end of a simulated connection, on its loop. Payloads cross as copies, so no buffer is ever seen by both ends. */
final class SimStream implements Stream {
    private static final Cause BROKEN = Cause.of(Kind.RESET, "read ECONNRESET");

    private final SimNet net;
    private final Loop loop;
    private final Traits traits;
    private final ByteBufAllocator buffers;
    private final Duration linger;
    private final Wire wire;
    private final Outbox out;
    private final Inbox in;
    private final Map<Drop, Long> dropped = new EnumMap<>(Drop.class);
    private @Nullable Handshake handshake;
    private @Nullable Cause farewell;
    private @Nullable Timer lingering;
    private boolean over;

    /** Who hears of the peer until the handshake is over. */
    interface Handshake {
        void opened(Metadata facts);

        void failed(Cause cause);
    }

    SimStream(SimNet net, Loop loop, Traits traits, ByteBufAllocator buffers, Duration linger,
            Handshake handshake) {
        this.net = net;
        this.loop = loop;
        this.traits = traits;
        this.buffers = buffers;
        this.linger = linger;
        this.handshake = handshake;
        this.wire = new Wire(net, this, traits);
        this.out = new Outbox(this, wire);
        this.in = new Inbox(this, net);
        net.opened(this);
    }

    Wire wire() {
        return wire;
    }

    /** From now on this is a stream like any other. */
    void established() {
        handshake = null;
    }

    void arrived(Frame frame) {
        if (over) {
            if (frame instanceof Frame.Opened || (frame instanceof Frame.Payload && traits.halfClose())) {
                wire.send(new Frame.Reset(BROKEN));
            }
            return;
        }
        if (farewell != null && frame instanceof Frame.Payload && traits.halfClose()) {
            reset();
            return;
        }
        switch (frame) {
            case Frame.Credit(int bytes) -> out.credit(bytes);
            case Frame.Reset(var cause) -> broken(cause);
            case Frame.Refused(var cause) -> broken(cause);
            case Frame.Opened(var facts) -> {
                if (handshake != null) {
                    handshake.opened(facts);
                }
            }
            case Frame.Payload _,Frame.Head _,Frame.Fin _ -> in.arrived(frame);
        }
    }

    private void broken(Cause cause) {
        if (handshake != null) {
            var waiting = handshake;
            vanish();
            waiting.failed(cause);
        } else {
            end(farewell == null ? cause : farewell);
        }
    }

    /** Ends it before it was a stream for anybody. */
    void vanish() {
        over = true;
        handshake = null;
        in.stop();
        out.discard();
        net.ended(this);
    }

    /** Gives up before the handshake was over: the peer sees a broken connection. */
    void leave() {
        wire.send(new Frame.Reset(BROKEN));
        vanish();
    }

    /** Ends it from our side, whatever state it is in. */
    void breakOff(Cause cause) {
        if (handshake != null) {
            wire.send(new Frame.Reset(BROKEN));
            broken(cause);
        } else if (!over) {
            wire.send(new Frame.Reset(BROKEN));
            end(cause);
        }
    }

    boolean isOver() {
        return over;
    }

    private void end(Cause cause) {
        if (!over) {
            vanish();
            if (lingering != null) {
                lingering.cancel();
            }
            in.end(cause);
        }
    }

    /** The end of our direction is on the wire. */
    void sent() {
        if (farewell != null) {
            end(farewell);
        } else if (in.finished()) {
            end(Cause.DONE);
        }
    }

    /** The end of the peer's direction was told. */
    void read() {
        if (over) {
            return;
        }
        if (!traits.halfClose() && !out.ended()) {
            out.discard();
            wire.send(new Frame.Fin(Metadata.EMPTY));
            end(Cause.DONE);
        } else if (out.ended()) {
            end(Cause.DONE);
        }
    }

    void giveBack(int bytes) {
        if (!over) {
            wire.send(new Frame.Credit(bytes));
        }
    }

    ByteBuf buffer(byte[] bytes) {
        return buffers.buffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    void count(Drop why, long weight) {
        dropped.merge(why, weight, Long::sum);
    }

    void tellWritable() {
        if (!over && out.writable()) {
            in.tellWritable();
        }
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public void attach(Receiver receiver) {
        in.attach(receiver);
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        in.unread(SimNet.take(rest), flags);
    }

    @Override
    public void pause() {
        in.pause();
    }

    @Override
    public void resume() {
        in.resume();
    }

    @Override
    public boolean writable() {
        return out.writable();
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        out.data(SimNet.take(payload), flags);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void answer(Metadata head) {
        out.control(new Frame.Head(head));
    }

    @Override
    public void finish(Metadata trailers) {
        out.control(new Frame.Fin(trailers));
        out.flush();
    }

    @Override
    public void close(Cause cause) {
        if (over || farewell != null) {
            return;
        }
        farewell = cause;
        boolean unread = in.stop();
        if (!cause.isOrderly()) {
            reset();
            return;
        }
        lingering = loop.after(linger, this::reset);
        boolean endedBefore = out.ended();
        finish(Metadata.EMPTY);
        if (unread && traits.halfClose()) {
            wire.send(new Frame.Reset(BROKEN));
        }
        if (endedBefore) {
            end(cause);
        }
    }

    private void reset() {
        wire.send(new Frame.Reset(BROKEN));
        end(farewell == null ? BROKEN : farewell);
    }

    @Override
    public long dropped(Drop why) {
        return dropped.getOrDefault(why, 0L);
    }

    @Override
    public String toString() {
        return "Sim stream on " + loop;
    }
}
