package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.Drops;
import io.l7mp.protocol.wire.Inbox;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Env;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket after its handshake, over the byte stream of its connection. Frames are taken apart only as far as the receiver wants
 * them; the rest stays with the connection, which is paused with us. On the connection's loop.
 *
 * <p>It is over when both sides have said so, or one of them may not go on; the connection takes its leave afterwards by itself.
 */
final class WebSocketStream implements Stream {
    static final Traits TRAITS = new Traits(Shape.MESSAGES, true, true, false, true, Integer.MAX_VALUE);

    private final Stream transport;
    private final boolean isClient;
    private final WebSocketLimits limits;
    private final Env env;
    private final ByteBufAllocator buffers;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Inbox inbox = new Inbox(this);
    private final Drops drops = new Drops();
    private final Timer leaving;
    private final Heartbeat heartbeat;
    private boolean isCloseSent;
    private boolean isOwed;
    private boolean isGone;

    /** Why we close, from then on until the peer has said so too. */
    private @Nullable Cause closing;

    /**
     * Takes over a connection whose handshake is done.
     *
     * @param transport paused and without receiver
     * @param isClient whether the peer is a server
     */
    WebSocketStream(Stream transport, boolean isClient, WebSocketLimits limits, Env env) {
        this.transport = transport;
        this.isClient = isClient;
        this.limits = limits;
        this.env = env;
        this.buffers = env.buffers();
        this.reader = new FrameReader(!isClient, limits.maxMessage(), buffers);
        this.writer = new FrameWriter(transport, buffers, isClient);
        this.leaving = loop().after(limits.linger(), this::lingered);
        leaving.cancel();
        this.heartbeat = Heartbeat.start(loop(), limits.ping(), this::askIfThere);
        transport.attach(new Connection());
    }

    @Override
    public Loop loop() {
        return transport.loop();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void attach(Receiver receiver) {
        inbox.attach(receiver);
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public void pause() {
        inbox.pause();
        if (closing == null && !inbox.isOver()) {
            transport.pause();
        }
    }

    @Override
    public void resume() {
        inbox.resume();
        transport.resume();
    }

    @Override
    public boolean writable() {
        return inbox.isOver() || transport.writable();
    }

    @Override
    public void write(ByteBuf payload, int flags) { // hot path
        if (isCloseSent) {
            drops.add(Drop.LOST, 1);
            payload.release();
        } else {
            writer.write((flags & TEXT) != 0 ? FrameReader.TEXT : FrameReader.BINARY, payload);
        }
    }

    @Override
    public void flush() {
        transport.flush();
    }

    @Override
    public void answer(Metadata head) {
        // The handshake was the answer.
    }

    @Override
    public void finish(Metadata trailers) {
        if (!isCloseSent) {
            sendClose(WebSocketClose.of(trailers));
            leaving.again(limits.linger());
        }
    }

    @Override
    public void close(Cause cause) {
        if (inbox.isOver() || closing != null) {
            return;
        }
        closing = cause;
        drops.add(Drop.LOST, inbox.messages());
        inbox.discard();
        sendClose(WebSocketClose.of(cause));
        transport.resume(); // the peer's close frame comes behind what nobody wants any more
        if (cause.isOrderly()) {
            leaving.again(limits.linger());
        } else {
            end(cause);
        }
    }

    private void sendClose(WebSocketClose close) {
        if (!isCloseSent) {
            isCloseSent = true;
            writer.write(FrameReader.CLOSE, close.frame(buffers));
            transport.flush();
        }
    }

    /** Tells the receiver, and leaves: the server first, so that the client's port is free at once. */
    private void end(Cause cause) {
        inbox.closed(cause);
        heartbeat.stop();
        reader.release();
        if (isGone) {
            return;
        }
        if (!isClient) {
            transport.finish(Metadata.EMPTY);
        }
        transport.resume();
        leaving.again(limits.linger());
    }

    private void lingered() {
        if (inbox.isOver()) {
            transport.close(Cause.DONE);
        } else if (closing == null && inbox.isPaused()) {
            leaving.again(limits.linger()); // the peer's close frame may be among what is not wanted yet
        } else {
            endInOrder(Metadata.EMPTY);
        }
    }

    /** Both have said all. A receiver that we closed ourselves may be paused for good: an end of payload would wait there. */
    private void endInOrder(Metadata trailers) {
        if (closing == null) {
            inbox.finished(trailers);
        }
        end(closing == null ? Cause.DONE : closing);
    }

    /** It is time to; what is not read cannot be heard, so a pause is no silence. */
    private void askIfThere(boolean isSilent) {
        if (isSilent && !inbox.isPaused()) {
            fail(Kind.TIMED_OUT, new WebSocketClose(WebSocketClose.INTERNAL_ERROR, "no answer to a ping"));
        } else if (!isCloseSent && transport.writable()) {
            writer.write(FrameReader.PING, buffers.buffer(0));
            transport.flush();
        }
    }

    private void fail(Kind kind, WebSocketClose why) {
        sendClose(why);
        end(closing == null ? why.fault(kind) : closing);
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why);
    }

    /** What comes from the connection. */
    private final class Connection implements Receiver, FrameReader.Sink {
        @Override
        public void answer(Metadata head) {
            // A connection has no head.
        }

        @Override
        public void payload(ByteBuf bytes, int flags) { // hot path
            heartbeat.heard();
            var wrong = inbox.isOver() ? null : reader.read(bytes, this);
            if (wrong != null) {
                env.refused(wrong.code() == WebSocketClose.TOO_BIG ? "large_message" : "bad_frame");
                fail(Kind.PROTOCOL, wrong);
            }
            if (bytes.isReadable() && !inbox.isOver()) {
                transport.unread(bytes, 0);
            } else {
                bytes.release();
            }
        }

        @Override
        public boolean wants() {
            return !inbox.isOver() && (closing != null || !inbox.isPaused());
        }

        @Override
        public void message(ByteBuf payload, boolean text) { // hot path
            if (closing != null) {
                drops.add(Drop.LOST, 1);
                payload.release();
            } else {
                inbox.payload(payload, text ? TEXT : 0);
            }
        }

        @Override
        public void ping(ByteBuf payload) {
            if (isCloseSent || !transport.writable()) { // a peer that asks and does not read gets no answers
                payload.release();
            } else {
                writer.write(FrameReader.PONG, payload);
                isOwed = true;
            }
        }

        @Override
        public void close(WebSocketClose close) {
            sendClose(close);
            endInOrder(close.trailers());
        }

        @Override
        public void turnEnd() {
            inbox.turnEnd();
            if (isOwed) {
                isOwed = false;
                transport.flush();
            }
        }

        @Override
        public void finished(Metadata none) {
            if (inbox.isOver()) {
                transport.close(Cause.DONE);
            } else if (isCloseSent) { // impolite, but there is nothing left to say
                endInOrder(Metadata.EMPTY);
            } else {
                lost(Cause.of(Kind.RESET, "Connection ended without a close frame"));
            }
        }

        @Override
        public void writable() {
            inbox.writable();
        }

        @Override
        public void closed(Cause cause) {
            isGone = true;
            leaving.cancel();
            lost(cause.isOrderly() ? Cause.of(Kind.RESET, "Connection ended without a close frame") : cause);
        }

        private void lost(Cause cause) {
            if (!inbox.isOver()) {
                isCloseSent = true;
                end(closing == null
                        ? cause.with(new WebSocketClose(WebSocketClose.NO_CLOSE, "").trailers())
                        : closing);
            }
        }
    }
}
