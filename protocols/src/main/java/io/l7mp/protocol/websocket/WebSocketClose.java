package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.HttpHeaderRules;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a WebSocket ends: what a close frame says (RFC 6455, section 7.4), and what trailers of a session say of it.
 *
 * @param code the status code; {@link #NO_CODE} for a frame that says nothing
 * @param reason at most 123 bytes of UTF-8
 */
record WebSocketClose(int code, String reason) {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_CODE = 1005;
    static final int NO_CLOSE = 1006;
    static final int NOT_UTF8 = 1007;
    static final int TOO_BIG = 1009;
    static final int INTERNAL_ERROR = 1011;

    private static final int LONGEST_REASON = 123;
    private static final Path CODE = Path.of("/WebSocket/code");
    private static final Path REASON = Path.of("/WebSocket/reason");

    /** Cuts the reason. */
    WebSocketClose {
        reason = cut(reason);
    }

    /** {@return the longest beginning that fits and ends with a whole character} */
    private static String cut(String reason) {
        int bytes = 0;
        for (int i = 0; i < reason.length();) {
            int character = reason.codePointAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > LONGEST_REASON) {
                return reason.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return reason;
    }

    /** Breaks a rule of the protocol. */
    static WebSocketClose violation(String what) {
        return new WebSocketClose(PROTOCOL_ERROR, what);
    }

    /** {@return what trailers ask for: a normal end where they say nothing, or nothing that may be sent} */
    static WebSocketClose of(Metadata trailers) {
        int code = trailers.get(CODE).flatMap(HttpHeaderRules::text).filter(text -> text.matches("[0-9]{4}"))
                .map(Integer::parseInt).orElse(NORMAL);
        var reason = trailers.get(REASON).flatMap(HttpHeaderRules::text).orElse("");
        return new WebSocketClose(code == NO_CODE || mayBeSent(code) ? code : NORMAL, reason);
    }

    /** {@return what tells a peer why the session ended} */
    static WebSocketClose of(Cause cause) {
        return switch (cause.kind()) {
            case DONE -> new WebSocketClose(NORMAL, "");
            case SHUTDOWN -> new WebSocketClose(GOING_AWAY, "");
            case NO_ROUTE, NOT_FOUND, REFUSED, TIMED_OUT, RESET, PROTOCOL, LIMIT, BUG -> new WebSocketClose(
                    INTERNAL_ERROR, cause.content());
        };
    }

    /** {@return what is wrong with the body of a close frame; null if nothing is} */
    static @Nullable WebSocketClose fault(ByteBuf frame) {
        int size = frame.readableBytes();
        int start = frame.readerIndex();
        if (size == 0) {
            return null;
        }
        if (size == 1) {
            return violation("close frame of one byte");
        }
        int code = frame.getUnsignedShort(start);
        if (!mayBeSent(code)) {
            return violation("close code " + code);
        }
        return ByteBufUtil.isText(frame, start + 2, size - 2, StandardCharsets.UTF_8)
                ? null
                : new WebSocketClose(NOT_UTF8, "close reason is not UTF-8");
    }

    /** {@return what a frame says that has no fault} */
    static WebSocketClose read(ByteBuf frame) {
        return frame.isReadable()
                ? new WebSocketClose(frame.readUnsignedShort(), frame.toString(StandardCharsets.UTF_8))
                : new WebSocketClose(NO_CODE, "");
    }

    private static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }

    /** {@return the body of a close frame} */
    ByteBuf frame(ByteBufAllocator buffers) {
        var body = buffers.buffer(2 + LONGEST_REASON);
        if (code != NO_CODE) {
            body.writeShort(code).writeCharSequence(reason, StandardCharsets.UTF_8);
        }
        return body;
    }

    /** {@return the same for the other side of the session} */
    Metadata trailers() {
        return Metadata.of(Json.obj("WebSocket", Json.obj("code", code, "reason", reason)));
    }

    /** {@return the end of a session whose peer is at fault, or is said to be} */
    Cause fault(Kind kind) {
        return Cause.of(kind, reason).with(trailers());
    }
}
