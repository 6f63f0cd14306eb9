package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.ReadGate;
import io.l7mp.testkit.End;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A client with one request in chunks, so that both bodies run at the same time. Reads and writes on threads of its own. */
final class HttpEnd implements End {
    private final Socket socket;
    private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final ReadGate gate = new ReadGate();
    private volatile long bytes;
    private volatile boolean isSent;
    private volatile boolean isFinished;
    private volatile boolean isClosed;

    private HttpEnd(Socket socket) {
        this.socket = socket;
    }

    static End to(SocketAddress listener) {
        try {
            var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"),
                    ((InetSocketAddress) listener).getPort());
            var end = new HttpEnd(socket);
            end.write(("POST /contract HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(end::read);
            return end;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(byte[] wire) {
        try {
            writer.execute(() -> writeNow(wire));
        } catch (RejectedExecutionException isGone) {
            // The connection ended, so nothing is sent on it any more.
        }
    }

    private void writeNow(byte[] wire) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(wire);
        } catch (IOException gone) {
            isClosed = true;
        }
    }

    private void read() {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var line = line(in);
            while (line != null && !line.isEmpty()) {
                if (line.equals("Content-Length: 0")) {
                    isFinished = true;
                }
                line = line(in);
            }
            while (!isFinished) {
                int size = Integer.parseInt(String.valueOf(line(in)), 16);
                var chunk = new byte[size];
                in.readFully(chunk);
                line(in);
                if (size == 0) {
                    isFinished = true;
                } else {
                    received.add(chunk);
                    bytes = bytes + size;
                }
            }
            while (in.read() >= 0) {
                // Whatever comes behind the answer, until the connection ends.
            }
        } catch (IOException | NumberFormatException gone) {
            // The connection ended in the middle.
        } finally {
            isClosed = true;
            writer.shutdown();
        }
    }

    private @Nullable String line(DataInputStream in) throws IOException {
        gate.pass();
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void send(byte[] payload, int flags) {
        var head = (Integer.toHexString(payload.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        write(head);
        write(payload);
        write(new byte[]{'\r', '\n'});
    }

    @Override
    public void finish() {
        isSent = true;
        write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        readOn();
    }

    @Override
    public void stopReading() {
        gate.close();
    }

    @Override
    public void readOn() {
        gate.open();
    }

    @Override
    public List<byte[]> received() {
        return List.copyOf(received);
    }

    @Override
    public long receivedBytes() {
        return bytes;
    }

    @Override
    public boolean finished() {
        return isFinished;
    }

    /** The connection outlives the exchange; for a session it is over when both bodies are. */
    @Override
    public boolean closed() {
        return isClosed || (isSent && isFinished);
    }
}
