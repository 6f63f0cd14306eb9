package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Env;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a transport after the handshake, until nothing of that can be on its way any more.
 *
 * <p>A transport that may double, delay or lose messages may bring a header again: it is not taken for payload, and a server
 * answers it again, since the first answer may be lost. The layer leaves at the first payload after {@link JsonSocketLimits#LATE}. On
 * a reliable transport it leaves as soon as there is a receiver; until then it keeps an end for that. On the transport's loop.
 */
final class HandshakeLayer implements Stream {
    private final Env env;
    private final ByteBuf header;
    private final byte[] answer;
    private final long until;
    private Stream transport;
    private @Nullable Receiver receiver;
    private @Nullable Cause end;
    private boolean hasBegun;
    private boolean isReading;
    private boolean isClosing;
    private boolean hasLeft;

    private HandshakeLayer(Stream transport, byte[] header, byte[] answer, Env env) {
        this.transport = transport;
        this.header = Unpooled.wrappedBuffer(header);
        this.answer = answer;
        this.env = env;
        this.until = transport.loop().nanos() + JsonSocketLimits.LATE.toNanos();
    }

    /**
     * Takes its place.
     *
     * @param transport paused
     * @param header what came, and may come again
     * @param answer what is sent again then; empty for nothing
     */
    static Stream before(Stream transport, byte[] header, byte[] answer, Env env) {
        var layer = new HandshakeLayer(transport, header, answer, env);
        layer.attachTo(transport);
        return layer;
    }

    private boolean isRepeat(ByteBuf payload) {
        int size = header.readableBytes();
        return payload.readableBytes() == size
                && ByteBufUtil.equals(payload, payload.readerIndex(), header, 0, size);
    }

    private void repeated(ByteBuf payload, int flags) {
        payload.release();
        env.dropped("repeated_header", 1);
        if (answer.length > 0) {
            transport.write(env.buffers().buffer(answer.length).writeBytes(answer), flags);
            transport.flush();
        }
    }

    private void leave(ByteBuf payload, int flags) {
        transport.pause();
        transport.unread(payload, flags);
        leave();
    }

    private void leave() {
        if (receiver != null && !isClosing && !hasLeft && end == null) {
            hasLeft = true;
            transport.pause();
            receiver.became(transport);
        }
    }

    private void closed(Cause cause) {
        end = cause;
        if (hasBegun && receiver != null) {
            receiver.closed(cause);
        }
    }

    private void attachTo(Stream successor) {
        transport = successor;
        successor.attach(new Ear());
        if (isReading && hasBegun) {
            successor.resume();
        }
    }

    @Override
    public void attach(Receiver to) {
        boolean isFirst = receiver == null;
        receiver = to;
        if (hasLeft) {
            transport.attach(to);
        } else if (isFirst) {
            loop().execute(this::begin);
        }
    }

    /** The first receiver is there; in a turn of its own, since nothing is told from inside attach. */
    private void begin() {
        hasBegun = true;
        if (receiver != null && end != null) {
            receiver.closed(end);
        } else if (transport.traits().reliable()) {
            leave();
        } else if (isReading) {
            transport.resume();
        }
    }

    @Override
    public void pause() {
        isReading = false;
        transport.pause();
    }

    @Override
    public void resume() {
        isReading = true;
        if (hasBegun) {
            transport.resume();
        }
    }

    @Override
    public Loop loop() {
        return transport.loop();
    }

    @Override
    public Traits traits() {
        return transport.traits();
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        transport.unread(rest, flags);
    }

    @Override
    public boolean writable() {
        return transport.writable();
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        transport.write(payload, flags);
    }

    @Override
    public void flush() {
        transport.flush();
    }

    @Override
    public void answer(Metadata head) {
        transport.answer(head);
    }

    @Override
    public void finish(Metadata trailers) {
        transport.finish(trailers);
    }

    @Override
    public void close(Cause cause) {
        isClosing = true;
        transport.close(cause);
    }

    /** {@return what the transport counts, until that is asked itself} */
    @Override
    public long dropped(Drop why) {
        return hasLeft ? 0 : transport.dropped(why);
    }

    /** Hears of the transport; of all but the end only while somebody reads. */
    private final class Ear implements Receiver {
        @Override
        public void payload(ByteBuf payload, int flags) {
            var to = receiver;
            if (to == null) {
                payload.release();
                throw new IllegalStateException("payload came while nobody reads");
            }
            if (isRepeat(payload)) {
                repeated(payload, flags);
            } else if (loop().nanos() - until < 0) {
                to.payload(payload, flags);
            } else {
                leave(payload, flags);
            }
        }

        @Override
        public void answer(Metadata head) {
            if (receiver != null) {
                receiver.answer(head);
            }
        }

        @Override
        public void turnEnd() {
            if (receiver != null) {
                receiver.turnEnd();
            }
        }

        @Override
        public void finished(Metadata trailers) {
            if (receiver != null) {
                receiver.finished(trailers);
            }
        }

        @Override
        public void writable() {
            if (receiver != null) {
                receiver.writable();
            }
        }

        @Override
        public void closed(Cause cause) {
            HandshakeLayer.this.closed(cause);
        }

        /** The transport has a layer of its own that leaves. */
        @Override
        public void became(Stream successor) {
            attachTo(successor);
        }
    }
}
