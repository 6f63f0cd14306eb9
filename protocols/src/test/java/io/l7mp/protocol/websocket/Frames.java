package io.l7mp.protocol.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames by hand, right ones and wrong ones; masked with a fixed key, as clients do, unless told otherwise. */
final class Frames {
    static final int FINAL = 0x80;
    private static final byte[] KEY = {0x11, (byte) 0xa2, 0x33, (byte) 0xc4};

    private Frames() {}

    /** {@return a whole text message} */
    static byte[] text(String text) {
        return frame(FINAL | FrameReader.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return a whole binary message} */
    static byte[] binary(byte... payload) {
        return frame(FINAL | FrameReader.BINARY, payload);
    }

    /** {@return a frame with that first byte} */
    static byte[] frame(int first, byte... payload) {
        return frame(first, true, payload);
    }

    /** {@return a frame with that first byte} */
    static byte[] frame(int first, boolean masked, byte... payload) {
        var out = new ByteArrayOutputStream();
        int length = payload.length;
        int mask = masked ? 0x80 : 0;
        out.write(first);
        if (length < 126) {
            out.write(mask | length);
        } else if (length <= 0xffff) {
            out.write(mask | 126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >> shift));
            }
        }
        if (masked) {
            out.writeBytes(KEY);
        }
        for (int i = 0; i < length; i++) {
            out.write(masked ? payload[i] ^ KEY[i & 3] : payload[i]);
        }
        return out.toByteArray();
    }

    /** {@return a close frame as a server sends it, as characters} */
    static String closeFrame(int code, String reason) {
        return "\u0088" + (char) (2 + reason.length()) + (char) (code >> 8) + (char) (code & 0xff) + reason;
    }

    /** {@return all of them in a row} */
    static byte[] together(byte[]... frames) {
        var out = new ByteArrayOutputStream();
        for (var frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }
}
