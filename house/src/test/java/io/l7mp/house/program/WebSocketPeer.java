package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An end of a WebSocket connection. Cuts some messages into fragments with a ping between, and answers pings. */
final class WebSocketPeer implements Peer {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int CUT_EVERY = 7;
    private static final int NO_STATUS = 1005;

    private final Wire wire;
    private final WebSocketFrames frames;
    private int sent;
    private boolean closeSent;
    private int closeCode;
    private int pongs;

    private WebSocketPeer(Wire wire, boolean client) {
        this.wire = wire;
        this.frames = new WebSocketFrames(wire, client);
    }

    static WebSocketPeer client(SocketChannel channel) throws IOException {
        return client(channel, "/chat");
    }

    static WebSocketPeer client(SocketChannel channel, String path, String... headers) throws IOException {
        var wire = new Wire(channel);
        wire.write("GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n"
                + String.join("", Arrays.stream(headers).map(header -> header + "\r\n").toList()) + "\r\n");
        var head = wire.head();
        WebSocketFrames.check(head.getFirst().startsWith("HTTP/1.1 101 "), head.toString());
        WebSocketFrames.check(header(head, "sec-websocket-accept").equals(accept(KEY)), head.toString());
        return new WebSocketPeer(wire, true);
    }

    static WebSocketPeer server(SocketChannel channel) throws IOException {
        var wire = new Wire(channel);
        var head = wire.head();
        WebSocketFrames.check(head.getFirst().startsWith("GET "), head.toString());
        WebSocketFrames.check(header(head, "sec-websocket-version").equals("13"), head.toString());
        WebSocketFrames.check(header(head, "upgrade").equalsIgnoreCase("websocket"), head.toString());
        wire.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(header(head, "sec-websocket-key")) + "\r\n\r\n");
        return new WebSocketPeer(wire, false);
    }

    private static String header(List<String> head, String name) {
        return head.stream().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
    }

    private static String accept(String key) {
        try {
            var text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void send(Message message) throws IOException {
        int opcode = message.text() ? WebSocketFrames.TEXT : WebSocketFrames.BINARY;
        var bytes = message.bytes();
        if (sent++ % CUT_EVERY != 0 || bytes.length < 2) {
            frames.write(true, opcode, bytes);
            return;
        }
        int half = bytes.length / 2;
        frames.write(false, opcode, Arrays.copyOf(bytes, half));
        frames.write(true, WebSocketFrames.PING, "between".getBytes(UTF_8));
        frames.write(true, WebSocketFrames.CONTINUATION, Arrays.copyOfRange(bytes, half, bytes.length));
    }

    @Override
    public @Nullable Message receive() throws IOException {
        @Nullable
        ByteArrayOutputStream parts = null;
        boolean text = false;
        while (true) {
            var frame = frames.read();
            switch (frame.opcode()) {
                case WebSocketFrames.PING -> frames.write(true, WebSocketFrames.PONG, frame.payload());
                case WebSocketFrames.PONG -> {
                    WebSocketFrames.check(new String(frame.payload(), UTF_8).equals("between"),
                            "an unasked pong");
                    pongs++;
                }
                case WebSocketFrames.CLOSE -> {
                    closed(frame.payload());
                    return null;
                }
                default -> {
                    boolean begins = frame.opcode() != WebSocketFrames.CONTINUATION;
                    WebSocketFrames.check(begins == (parts == null), "order of fragments");
                    if (parts == null) {
                        text = frame.opcode() == WebSocketFrames.TEXT;
                        if (frame.fin()) {
                            return new Message(frame.payload(), text);
                        }
                        parts = new ByteArrayOutputStream();
                    }
                    parts.write(frame.payload());
                    if (frame.fin()) {
                        return new Message(parts.toByteArray(), text);
                    }
                }
            }
        }
    }

    private synchronized void closed(byte[] payload) throws IOException {
        closeCode = payload.length < 2 ? NO_STATUS : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!closeSent) {
            closeSent = true;
            frames.write(true, WebSocketFrames.CLOSE, payload);
        }
    }

    /** {@return what the other side's close frame said} */
    int closeCode() {
        return closeCode;
    }

    /** {@return how many of our pings were answered} */
    int pongs() {
        return pongs;
    }

    @Override
    public synchronized void finish() throws IOException {
        if (!closeSent) {
            closeSent = true;
            frames.write(true, WebSocketFrames.CLOSE, new byte[]{1000 >> 8, (byte) 1000});
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
