package io.l7mp.protocol.wire;

import io.l7mp.testkit.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSocket;

/** A client of a byte stream inside TLS, made by the runtime's own blocking sockets. Reads and writes on threads of its own. */
public final class TlsEnd implements End {
    private final Socket plain;
    private final SSLSocket socket;
    private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final ReadGate gate = new ReadGate();
    private volatile long bytes;
    private volatile boolean isSent;
    private volatile boolean isFinished;
    private volatile boolean isClosed;

    private TlsEnd(Socket plain, SSLSocket socket) {
        this.plain = plain;
        this.socket = socket;
    }

    /** Connects to a listener of this host. */
    public static TlsEnd to(SocketAddress listener, TlsClient client) {
        try {
            var plain = TlsClient.plain(((InetSocketAddress) listener).getPort());
            plain.setSoTimeout(0);
            var end = new TlsEnd(plain, client.over(plain));
            Thread.ofVirtual().start(end::read);
            return end;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        var buffer = new byte[16 << 10];
        try {
            gate.pass();
            for (int size = socket.getInputStream().read(buffer); size >= 0;) {
                received.add(Arrays.copyOf(buffer, size));
                bytes = bytes + size;
                gate.pass();
                size = socket.getInputStream().read(buffer);
            }
            isFinished = true;
        } catch (IOException broken) {
            isClosed = true;
        }
    }

    private interface Saying {
        void say() throws IOException;
    }

    private void write(Saying saying) {
        try {
            writer.execute(() -> {
                try {
                    saying.say();
                } catch (IOException gone) {
                    isClosed = true;
                }
            });
        } catch (RejectedExecutionException isGone) {
            // Nothing is sent any more.
        }
    }

    @Override
    public void send(byte[] payload, int flags) {
        write(() -> socket.getOutputStream().write(payload));
    }

    @Override
    public void finish() {
        write(() -> {
            socket.shutdownOutput();
            isSent = true;
        });
    }

    /** Breaks the connection below TLS, which has no time to say a word. */
    @Override
    public void reset() {
        try {
            plain.setSoLinger(true, 0);
            plain.close();
        } catch (SocketException alreadyGone) {
            // That is what was wanted.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        isClosed = true;
        readOn();
    }

    /** Leaves, whatever was said; harmless when it has gone. */
    public void leave() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the connection in order, but TLS without a word. */
    public void cut() {
        try {
            plain.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    @Override
    public boolean closed() {
        return isClosed || (isSent && isFinished);
    }
}
