package io.l7mp.house.program;

import java.io.IOException;
import java.util.Random;

/** Frames of RFC 6455 on a connection, masked in one direction. What the other side does against the rules is an exception. */
final class WebSocketFrames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final Wire wire;
    private final boolean client;
    private final Random masks = new Random(6455);

    WebSocketFrames(Wire wire, boolean client) {
        this.wire = wire;
        this.client = client;
    }

    record Frame(boolean fin, int opcode, byte[] payload) {}

    Frame read() throws IOException {
        int first = wire.unsignedByte();
        int second = wire.unsignedByte();
        check((first & 0x70) == 0, "reserved bits");
        check((second & MASKED) != 0 != client, "masked by a server, or not masked by a client");
        long size = switch (second & 0x7f) {
            case 126 -> number(2);
            case 127 -> number(8);
            default -> second & 0x7f;
        };
        var mask = client ? new byte[4] : wire.exactly(4);
        var payload = wire.exactly(Math.toIntExact(size));
        if (!client) {
            apply(mask, payload);
        }
        return new Frame((first & FIN) != 0, first & 0x0f, payload);
    }

    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | wire.unsignedByte();
        }
        return number;
    }

    void write(boolean fin, int opcode, byte[] payload) throws IOException {
        var length = length(payload.length);
        var head = new byte[1 + length.length + (client ? 4 : 0)];
        head[0] = (byte) (opcode | (fin ? FIN : 0));
        System.arraycopy(length, 0, head, 1, length.length);
        var body = payload;
        if (client) {
            var mask = new byte[4];
            synchronized (masks) {
                masks.nextBytes(mask);
            }
            head[1] |= (byte) MASKED;
            System.arraycopy(mask, 0, head, head.length - 4, 4);
            body = payload.clone();
            apply(mask, body);
        }
        wire.write(head, body);
    }

    private static byte[] length(int size) {
        if (size < 126) {
            return new byte[]{(byte) size};
        }
        if (size < 1 << 16) {
            return new byte[]{126, (byte) (size >> 8), (byte) size};
        }
        return new byte[]{127, 0, 0, 0, 0, (byte) (size >> 24), (byte) (size >> 16), (byte) (size >> 8),
                (byte) size};
    }

    private static void apply(byte[] mask, byte[] payload) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
    }

    static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("not as RFC 6455 has it: " + otherwise);
        }
    }
}
