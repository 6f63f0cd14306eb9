package io.l7mp.house.program;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A UDP session that goes on while others attack: every datagram has to come back, as nobody would send it again. */
final class Witness implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MILLISECONDS_BETWEEN = 2;
    private static final int MOST = 1 << 20;
    private static final double MILLISECOND = 1e6;

    private final DatagramSocket socket = new DatagramSocket();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final byte[] in = new byte[100];
    private final long[] nanos = new long[MOST];

    /** Written by its thread alone; what is below it stands in the array. */
    private volatile int count;

    private volatile @Nullable Throwable failure;

    Witness(InetSocketAddress listener) throws IOException {
        socket.connect(listener);
        socket.setSoTimeout((int) LIMIT.toMillis());
        var _ = clock.scheduleWithFixedDelay(this::step, 0, MILLISECONDS_BETWEEN, TimeUnit.MILLISECONDS);
    }

    private void step() {
        try {
            if (failure == null && count < MOST) {
                roundTrip(("round trip " + count).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void roundTrip(byte[] sent) throws IOException {
        long begin = System.nanoTime();
        socket.send(new DatagramPacket(sent, sent.length));
        var received = new DatagramPacket(in, in.length);
        socket.receive(received);
        nanos[count] = System.nanoTime() - begin;
        if (!Arrays.equals(sent, 0, sent.length, in, 0, received.getLength())) {
            throw new IOException("another datagram came back than was sent, after " + count);
        }
        count = count + 1;
    }

    /** {@return how many round trips are complete; fails if one is not} */
    int count() {
        var why = failure;
        if (why != null) {
            throw new AssertionError("a round trip of the session was lost, after " + count, why);
        }
        return count;
    }

    /** {@return how long those after the first so many took} */
    String since(int first) {
        var sorted = LongStream.range(first, count()).map(i -> nanos[(int) i]).sorted().toArray();
        return sorted.length == 0
                ? "no round trip"
                : "%d round trips, median %.1f ms, p99 %.1f ms, longest %.1f ms".formatted(sorted.length,
                        sorted[sorted.length / 2] / MILLISECOND,
                        sorted[sorted.length * 99 / 100] / MILLISECOND,
                        sorted[sorted.length - 1] / MILLISECOND);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        socket.close();
    }
}
