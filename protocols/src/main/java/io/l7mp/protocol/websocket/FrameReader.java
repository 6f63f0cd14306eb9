package io.l7mp.protocol.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames apart and makes whole messages of them (RFC 6455, section 5). Reads no further than its sink wants, and holds at
 * most one unfinished message. On the stream's loop.
 */
final class FrameReader {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** How much is allocated for a message on its announcement alone. */
    private static final int MOST_IN_ADVANCE = 64 << 10;

    private static final int LARGEST_CONTROL = 125;

    /** Gets what was read, and owns it. */
    interface Sink {
        /** {@return whether it wants more} */
        boolean wants();

        void message(ByteBuf payload, boolean text);

        void ping(ByteBuf payload);

        void close(WebSocketClose close);
    }

    private final boolean expectsMask;
    private final int largest;
    private final ByteBufAllocator buffers;
    private final byte[] head = new byte[14];
    private int headBytes;

    /** Of the frame under way. */
    private boolean inFrame;

    private boolean isLast;
    private int opcode;
    private int mask;
    private int done;
    private long left;
    private @Nullable ByteBuf control;

    /** Of the message under way, which control frames may interrupt. */
    private @Nullable ByteBuf message;

    private boolean isText;

    /**
     * Makes the reader of one connection.
     *
     * @param expectsMask whether the peer is a client
     * @param largest most bytes of one message
     * @param buffers where messages are put together
     */
    FrameReader(boolean expectsMask, int largest, ByteBufAllocator buffers) {
        this.expectsMask = expectsMask;
        this.largest = largest;
        this.buffers = buffers;
    }

    /** {@return what the peer did wrong, after which nothing more may be read; null while all is well} */
    @Nullable
    WebSocketClose read(ByteBuf in, Sink sink) { // hot path
        while (sink.wants()) {
            if (!inFrame) {
                if (!readHead(in)) {
                    return null;
                }
                var wrong = begin();
                if (wrong != null) {
                    return wrong;
                }
            }
            if (!readBody(in)) {
                return null;
            }
            inFrame = false;
            headBytes = 0;
            var wrong = end(sink);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** Frees what is held. */
    void release() {
        if (message != null) {
            message.release();
            message = null;
        }
        if (control != null) {
            control.release();
            control = null;
        }
    }

    private boolean readHead(ByteBuf in) {
        while (headBytes < wanted()) {
            if (!in.isReadable()) {
                return false;
            }
            head[headBytes++] = in.readByte();
        }
        return true;
    }

    /** {@return the length of the head, as far as it can be told by now} */
    private int wanted() {
        if (headBytes < 2) {
            return 2;
        }
        int length = head[1] & 0x7f;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (head[1] < 0 ? 4 : 0);
    }

    private @Nullable WebSocketClose begin() {
        boolean isMasked = head[1] < 0;
        isLast = head[0] < 0;
        opcode = head[0] & 0x0f;
        int first = head[1] & 0x7f;
        int size = first == 126 ? 2 : first == 127 ? 8 : 0;
        left = size == 0 ? first : number(2, size);
        mask = isMasked ? (int) number(2 + size, 4) : 0;
        done = 0;
        if ((head[0] & 0x70) != 0) {
            return WebSocketClose.violation("reserved bits are set");
        }
        if (isMasked != expectsMask) {
            return WebSocketClose.violation(expectsMask ? "frame without mask" : "masked frame");
        }
        if (left < 0 || (size == 2 && left < 126) || (size == 8 && left <= 0xffff)) {
            return WebSocketClose.violation("length is not written in the shortest way");
        }
        var wrong = opcode >= CLOSE ? beginControl() : beginPart();
        inFrame = wrong == null;
        return wrong;
    }

    private long number(int from, int bytes) {
        long number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = number << 8 | (head[i] & 0xff);
        }
        return number;
    }

    private @Nullable WebSocketClose beginControl() {
        if (opcode > PONG) {
            return WebSocketClose.violation("unknown opcode " + opcode);
        }
        if (!isLast || left > LARGEST_CONTROL) {
            return WebSocketClose.violation("control frame in pieces, or longer than 125 bytes");
        }
        control = left == 0 ? Unpooled.EMPTY_BUFFER : buffers.buffer((int) left);
        return null;
    }

    private @Nullable WebSocketClose beginPart() {
        if (opcode > BINARY) {
            return WebSocketClose.violation("unknown opcode " + opcode);
        }
        if ((opcode == CONTINUATION) != (message != null)) {
            return WebSocketClose.violation(message == null
                    ? "continuation of nothing"
                    : "new message inside another");
        }
        long before = message == null ? 0 : message.readableBytes();
        if (before + left > largest) {
            return new WebSocketClose(WebSocketClose.TOO_BIG, "message larger than " + largest + " bytes");
        }
        if (message == null) {
            isText = opcode == TEXT;
            message = isLast && left == 0
                    ? Unpooled.EMPTY_BUFFER
                    : buffers.buffer((int) Math.min(left, MOST_IN_ADVANCE), Math.max(1, largest));
        }
        return null;
    }

    private boolean readBody(ByteBuf in) {
        var to = opcode >= CLOSE ? control : message;
        int now = (int) Math.min(left, in.readableBytes());
        if (now > 0 && to != null) {
            Mask.apply(in, to, now, Integer.rotateLeft(mask, 8 * (done & 3)));
            done += now;
            left -= now;
        }
        return left == 0;
    }

    private @Nullable WebSocketClose end(Sink sink) {
        if (opcode >= CLOSE) {
            var frame = control;
            control = null;
            return frame == null ? null : endControl(frame, sink);
        }
        var whole = message;
        if (!isLast || whole == null) {
            return null;
        }
        message = null;
        if (isText && !ByteBufUtil.isText(whole, StandardCharsets.UTF_8)) {
            whole.release();
            return new WebSocketClose(WebSocketClose.NOT_UTF8, "text is not UTF-8");
        }
        sink.message(whole, isText);
        return null;
    }

    private @Nullable WebSocketClose endControl(ByteBuf frame, Sink sink) {
        if (opcode == PING) {
            sink.ping(frame);
            return null;
        }
        var wrong = opcode == CLOSE ? WebSocketClose.fault(frame) : null;
        if (opcode == CLOSE && wrong == null) {
            sink.close(WebSocketClose.read(frame));
        }
        frame.release();
        return wrong;
    }
}
