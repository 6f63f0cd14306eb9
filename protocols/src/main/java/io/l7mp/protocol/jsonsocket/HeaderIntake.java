package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes in one header: a message, or of bytes the first JSON value. On the stream's loop. */
final class HeaderIntake {
    private static final int FIRST_SIZE = 512;

    /** How far it is. */
    enum Progress {
        MORE, WHOLE, TOO_LARGE
    }

    private final boolean isMessage;
    private final int largest;
    private final ValueEnd end = new ValueEnd();
    private byte[] bytes = {};
    private int length;
    private int skipped;

    HeaderIntake(Traits transport) {
        isMessage = transport.shape() != Shape.BYTES;
        largest = JsonSocketLimits.largest(transport);
    }

    /**
     * Reads what is of the header.
     *
     * @param payload stays the caller's; what is left in it comes after the header
     */
    Progress take(ByteBuf payload) {
        return isMessage ? message(payload) : bytes(payload);
    }

    private Progress message(ByteBuf payload) {
        length = payload.readableBytes();
        if (length > largest) {
            return Progress.TOO_LARGE;
        }
        bytes = new byte[length];
        payload.readBytes(bytes);
        return Progress.WHOLE;
    }

    private Progress bytes(ByteBuf payload) {
        while (payload.isReadable()) {
            byte next = payload.getByte(payload.readerIndex());
            var place = end.next(next);
            if (place == ValueEnd.Place.BEHIND) {
                return Progress.WHOLE;
            }
            if (length + skipped == largest) {
                return Progress.TOO_LARGE;
            }
            payload.skipBytes(1);
            if (place == ValueEnd.Place.BEFORE) {
                skipped++;
            } else {
                append(next);
            }
            if (place == ValueEnd.Place.LAST) {
                return Progress.WHOLE;
            }
        }
        return Progress.MORE;
    }

    private void append(byte next) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST_SIZE, Math.min(largest, 2 * length)));
        }
        bytes[length++] = next;
    }

    /** {@return whether nothing of a header came} */
    boolean isEmpty() {
        return length == 0;
    }

    /** {@return what is wrong with a header that is too large} */
    String excess() {
        return isMessage
                ? "Header has " + length + " bytes (largest over this transport: " + largest + ")"
                : "Header has more than " + largest + " bytes";
    }

    /** {@return what came of the header} */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** {@return the same as text} */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
