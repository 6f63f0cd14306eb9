package io.l7mp.linux;

import io.l7mp.spi.Loop;
import io.netty.channel.epoll.Epoll;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All event loops of the program, and what the program has only once because the kernel knows it only once: its addresses. Made and
 * closed by the assembly; any thread may ask it.
 */
public final class EpollLoops implements AutoCloseable {
    private static final int MOST = 1024;
    private static final long CLOSE_SECONDS = 2;

    private final List<EpollLoop> loops;
    private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();

    /**
     * Makes the loops. Their threads start with their first task.
     *
     * @param count how many, usually one for each core
     * @param uncaught hears of every fault that a loop survived
     * @throws UnsupportedOperationException if this system has no epoll
     */
    public EpollLoops(int count, UncaughtHandler uncaught) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("loops: " + count + " (expected: 1.." + MOST + ")");
        }
        if (!Epoll.isAvailable()) {
            throw new UnsupportedOperationException(
                    "l7mp needs Linux with epoll, on x86_64 or aarch64; this is "
                            + System.getProperty("os.name") + " on " + System.getProperty("os.arch"),
                    Epoll.unavailabilityCause());
        }
        var made = new ArrayList<EpollLoop>(count);
        for (int i = 0; i < count; i++) {
            made.add(new EpollLoop(this, i, uncaught));
        }
        loops = List.copyOf(made);
    }

    /** {@return the loops, by their index} */
    public List<Loop> loops() {
        return List.copyOf(loops);
    }

    List<EpollLoop> members() {
        return loops;
    }

    /** {@return the datagram ports of the program} */
    public DatagramPorts ports() {
        return shared(DatagramPorts.class, () -> new DatagramPorts(this));
    }

    /**
     * Finds what the program has only once.
     *
     * @param type its class
     * @param make makes it for the first who asks
     * @param <T> its type
     * @return the one
     */
    public <T> T shared(Class<T> type, Supplier<T> make) {
        return type.cast(shared.computeIfAbsent(type, _ -> make.get()));
    }

    /** Ends the loops, and with them every descriptor that is registered there. Waits a few seconds at most; idempotent. */
    @Override
    public void close() {
        for (var loop : loops) {
            var _ = loop.netty().shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS); // waited for below, as far as possible
        }
        var mayWait = loops.stream().noneMatch(EpollLoop::inLoop);
        for (var loop : loops) {
            if (mayWait && !loop.netty().terminationFuture().awaitUninterruptibly(CLOSE_SECONDS + 1,
                    TimeUnit.SECONDS)) {
                return; // a task hangs there; its daemon thread keeps nobody
            }
            if (mayWait) {
                loop.release();
            }
        }
    }
}
