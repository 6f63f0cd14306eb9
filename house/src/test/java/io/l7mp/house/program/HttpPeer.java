package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One HTTP request whose body is sent in chunks while the answer's body is read. */
final class HttpPeer implements Peer {
    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final int PIECE = 64 << 10;

    private final Wire wire;
    private List<String> head = List.of();
    private boolean chunked;
    private long left;
    private boolean ended;

    private HttpPeer(Wire wire) {
        this.wire = wire;
    }

    static HttpPeer post(SocketChannel channel) throws IOException {
        var peer = new HttpPeer(new Wire(channel));
        peer.wire.write("POST /pipe HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
        return peer;
    }

    @Override
    public void send(Message message) throws IOException {
        if (message.size() > 0) {
            wire.write((Integer.toHexString(message.size()) + "\r\n").getBytes(ISO_8859_1), message.bytes(),
                    END_OF_LINE);
        }
    }

    @Override
    public @Nullable Message receive() throws IOException {
        if (head.isEmpty()) {
            readHead();
        }
        if (chunked && left == 0 && !ended) {
            left = Long.parseLong(wire.line(), 16);
            if (left == 0) {
                ended = true;
                expect(wire.line().isEmpty(), "trailers");
            }
        }
        if (left == 0) {
            return null;
        }
        var bytes = wire.some((int) Math.min(left, PIECE));
        expect(bytes.length > 0, "an end in the middle of the body");
        left -= bytes.length;
        if (chunked && left == 0) {
            expect(wire.line().isEmpty(), "a chunk longer than announced");
        }
        return Message.binary(bytes);
    }

    private void readHead() throws IOException {
        head = wire.head();
        expect(head.getFirst().startsWith("HTTP/1.1 200 "), head.toString());
        for (var line : head) {
            var lower = line.toLowerCase(Locale.ROOT);
            chunked |= lower.equals("transfer-encoding: chunked");
            if (lower.startsWith("content-length:")) {
                left = Long.parseLong(lower.substring("content-length:".length()).strip());
            }
        }
    }

    private static void expect(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("not the answer that was expected: " + otherwise);
        }
    }

    @Override
    public void finish() throws IOException {
        wire.write("0\r\n\r\n");
    }

    @Override
    public void close() {
        wire.close();
    }
}
