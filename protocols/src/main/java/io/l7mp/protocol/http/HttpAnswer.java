package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.HttpHead;
import io.l7mp.protocol.wire.HttpHeaderRules;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Metadata;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * The answer to one request on its way out. The head waits for the first byte or the end, so that an answer without a body says
 * so, and a failure before the first byte can still be told in words. On the connection's loop.
 */
final class HttpAnswer {
    private static final ByteBuf END_OF_CHUNK = constant("\r\n");
    private static final ByteBuf END_OF_BODY = constant("0\r\n\r\n");

    /** How the peer is told where the body ends. */
    private enum Framing {
        WITHOUT_BODY, LENGTH, CHUNKED, UNTIL_CLOSE
    }

    private final Channel channel;
    private final boolean answersHead;
    private final boolean speaksChunks;
    private boolean keepAlive;
    private Metadata head = Metadata.EMPTY;
    private Framing framing = Framing.WITHOUT_BODY;
    private long missing;
    private boolean begun;
    private boolean ended;

    /**
     * Prepares the answer.
     *
     * @param answersHead whether the method was HEAD
     * @param speaksChunks whether the peer is of HTTP/1.1
     * @param keepAlive whether the peer wants to go on afterwards
     */
    HttpAnswer(Channel channel, boolean answersHead, boolean speaksChunks, boolean keepAlive) {
        this.channel = channel;
        this.answersHead = answersHead;
        this.speaksChunks = speaksChunks;
        this.keepAlive = keepAlive;
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly());
    }

    boolean begun() {
        return begun;
    }

    boolean ended() {
        return ended;
    }

    /** {@return whether another request may follow on the connection} */
    boolean keepsAlive() {
        return keepAlive;
    }

    /** No request follows this one. */
    void closeAfterwards() {
        keepAlive = false;
    }

    /** {@return the status that is asked for so far} */
    int status() {
        return HttpHeaderRules.status(head);
    }

    /** {@return whether the peer can tell that it has the whole answer, from what was written} */
    boolean looksWhole() {
        return ended
                || (begun && framing != Framing.CHUNKED && framing != Framing.UNTIL_CLOSE && missing == 0);
    }

    /** {@return whether all bytes were written that were announced} */
    boolean isWhole() {
        return framing != Framing.LENGTH || missing == 0;
    }

    /** {@return whether the peer would take a plain close for the end of the body} */
    boolean endsWithClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    void head(Metadata wanted) {
        if (!begun) {
            head = wanted;
        }
    }

    /** {@return how many bytes of it have no place in the answer} */
    long write(ByteBuf payload) {
        int size = payload.readableBytes();
        if (size == 0) {
            payload.release();
            return 0;
        }
        if (!begun) {
            begin(true);
        }
        return switch (framing) {
            case WITHOUT_BODY -> {
                payload.release();
                yield answersHead ? 0 : size;
            }
            case UNTIL_CLOSE -> {
                send(payload);
                yield 0;
            }
            case LENGTH -> {
                int fits = (int) Math.min(size, missing);
                missing -= fits;
                send(payload.writerIndex(payload.readerIndex() + fits));
                yield size - fits;
            }
            case CHUNKED -> {
                var size16 = Integer.toHexString(size);
                var start = channel.alloc().buffer(size16.length() + 2);
                start.writeCharSequence(size16, StandardCharsets.US_ASCII);
                send(start.writeShort('\r' << 8 | '\n'));
                send(payload);
                send(END_OF_CHUNK.duplicate());
                yield 0;
            }
        };
    }

    private void send(ByteBuf bytes) {
        var _ = channel.write(bytes, channel.voidPromise()); // a failure closes the connection, and that is heard of
    }

    /** {@return told when all of the answer is with the system} */
    ChannelFuture end() {
        if (!begun) {
            begin(false);
        }
        ended = true;
        return channel
                .writeAndFlush(framing == Framing.CHUNKED ? END_OF_BODY.duplicate() : Unpooled.EMPTY_BUFFER);
    }

    /** Says no in place of the answer, which has not begun. */
    ChannelFuture refuse(HttpRefusal refusal, JsonText json) {
        begun = true;
        ended = true;
        return channel.writeAndFlush(refusal.bytes(channel.alloc(), json, keepAlive, !answersHead));
    }

    private void begin(boolean withBody) {
        begun = true;
        int status = status();
        var out = HttpHead.answer(status, HttpResponseStatus.valueOf(status).reasonPhrase());
        HttpHeaderRules.copy(HttpHeaderRules.of(head), out, _ -> true);
        long length = HttpHeaderRules.length(head);
        if (status == 204 || status == 304 || answersHead) {
            framing = Framing.WITHOUT_BODY;
            missing = 0;
            if (length >= 0 && status != 204) {
                out.with("Content-Length", Long.toString(length));
            }
        } else if (length >= 0 || !withBody) {
            framing = Framing.LENGTH;
            missing = Math.max(0, length);
            out.with("Content-Length", Long.toString(missing));
        } else if (speaksChunks) {
            framing = Framing.CHUNKED;
            out.with("Transfer-Encoding", "chunked");
        } else {
            framing = Framing.UNTIL_CLOSE;
            keepAlive = false;
        }
        HttpRefusal.persistence(out, keepAlive);
        send(out.end(channel.alloc()));
    }
}
