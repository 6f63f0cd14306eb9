package io.l7mp.house.program;

import java.io.IOException;
import java.net.SocketAddress;

/** What clients of each protocol say, byte for byte. */
final class Talk {
    static final String UPGRADE = "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    /** The answer to it. */
    static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static final String CLOSE = "\u0088\u0082\0\0\0\0\u0003\u00e8";

    private Talk() {}

    /** {@return a client that may say payload} */
    static Rude begin(Kind kind, SocketAddress there) throws IOException {
        var client = Rude.to(there);
        return kind == Kind.WEBSOCKET ? client.say(UPGRADE).hearHead() : client;
    }

    /** {@return one message, less than 126 bytes long} */
    static String message(Kind kind, String payload) {
        return switch (kind) {
            case WEBSOCKET -> "\u0081" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
            case HTTP -> "POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(payload.length(), payload);
            default -> payload;
        };
    }

    /** Says that nothing more follows. */
    static void end(Kind kind, Rude client) throws IOException {
        switch (kind) {
            case WEBSOCKET -> client.say(CLOSE);
            case HTTP -> {
                // The length has said so.
            }
            default -> client.finish();
        }
    }
}
