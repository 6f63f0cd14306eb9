package io.l7mp.protocol.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A peer without manners: says whatever bytes it is told to. One thread; a read waits for at most ten seconds. */
public final class HttpRaw implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    private HttpRaw(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a port of this host. */
    public static HttpRaw to(int port) {
        try {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return new HttpRaw(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a connection that is there, which may be of TLS. */
    public static HttpRaw over(Socket socket) {
        return new HttpRaw(socket);
    }

    /** {@return our own port} */
    public int port() {
        return socket.getLocalPort();
    }

    /** Sends characters up to U+00FF as bytes. */
    public HttpRaw send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes at once. */
    public HttpRaw send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends until the peer takes no more. */
    public void sendWhileTaken(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException refused) {
            // It had enough.
        }
    }

    /** Sends bytes one at a time. */
    public HttpRaw sendSlowly(byte... bytes) {
        for (byte b : bytes) {
            send(b);
        }
        return this;
    }

    /** Sends no more. */
    public HttpRaw endSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return everything up to and with these characters} */
    public String readUntil(String end) {
        var text = new StringBuilder();
        while (text.length() < end.length() || !text.substring(text.length() - end.length()).equals(end)) {
            text.append((char) (read(1)[0] & 0xff));
        }
        return text.toString();
    }

    /** {@return so many bytes} */
    public byte[] read(int count) {
        try {
            var bytes = socket.getInputStream().readNBytes(count);
            if (bytes.length < count) {
                throw new AssertionError(
                        "connection ended after " + bytes.length + " of " + count + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return everything up to the end of the connection, be it a close or a reset} */
    public String readToEnd() {
        var bytes = new ByteArrayOutputStream();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                bytes.write(next);
                next = socket.getInputStream().read();
            }
        } catch (SocketException reset) {
            // An end as well.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Leaves without a word. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
