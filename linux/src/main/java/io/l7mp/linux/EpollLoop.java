package io.l7mp.linux;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Timer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop that carries sockets: Netty's epoll loop with a cached clock, a timer wheel, mailboxes and a guard around every task.
 * What a task throws is counted and told to the {@link UncaughtHandler}; the loop goes on.
 */
public final class EpollLoop implements Loop {
    /** Of all loops, so that one may compare its time with another's. */
    private static final long ORIGIN = System.nanoTime();

    private final EpollLoops group;
    private final int index;
    private final UncaughtHandler handler;
    private final IoEventLoop netty;
    private final LoopTimers timers;

    // Touched on the loop only.
    private boolean timeIsStale = true;
    private long nanos;
    private @Nullable DatagramSlabs slabs;

    // Written on the loop only.
    private volatile long uncaught;
    private volatile Turn longest = Turn.NONE;

    /**
     * One callback of a descriptor.
     *
     * @param nanos how long it took
     * @param what whose callback it was
     */
    public record Turn(long nanos, String what) {
        static final Turn NONE = new Turn(0, "");
    }

    EpollLoop(EpollLoops group, int index, UncaughtHandler handler) {
        this.group = group;
        this.index = index;
        this.handler = handler;
        var polling = StreamPolling.newFactory();
        netty = new SingleThreadIoEventLoop(null, (ThreadFactory) task -> thread(task, "l7mp-loop-" + index),
                executor -> new LoopTurns(polling.newHandler(executor), this::turnBegins));
        timers = new LoopTimers(this);
    }

    private static Thread thread(Runnable task, String name) {
        var thread = new FastThreadLocalThread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Unwraps a loop that has to carry sockets.
     *
     * @param loop any loop
     * @return the same, as what it is
     * @throws IllegalStateException if it is of another kind, such as a simulated one
     */
    public static EpollLoop of(Loop loop) {
        if (loop instanceof EpollLoop epoll) {
            return epoll;
        }
        throw new IllegalStateException(
                "a protocol with sockets needs an epoll loop, not " + loop.getClass().getName());
    }

    /** {@return Netty's loop, to register channels on} */
    public IoEventLoop netty() {
        return netty;
    }

    /** {@return all loops of the program} */
    public EpollLoops group() {
        return group;
    }

    /** {@return its place among the loops, from 0} */
    public int index() {
        return index;
    }

    /** {@return how often something threw at the loop's edge} */
    public long uncaught() {
        return uncaught;
    }

    /** {@return the longest callback of a descriptor so far} */
    public Turn longestTurn() {
        return longest;
    }

    @Override
    public boolean inLoop() {
        return netty.inEventLoop();
    }

    @Override
    public long nanos() {
        if (timeIsStale) {
            timeIsStale = false;
            nanos = clock();
        }
        return nanos;
    }

    /** {@return the time now, from the same point as {@link #nanos()}} */
    long clock() {
        return System.nanoTime() - ORIGIN;
    }

    private void turnBegins() {
        timeIsStale = true;
    }

    /** Runs a task later, or never if the loops are closed by then. */
    @Override
    public void execute(Runnable task) {
        try {
            netty.execute(task instanceof Guarded ? task : new Guarded(this, task));
        } catch (RejectedExecutionException closed) {
            // The program ends: nothing on this loop matters any more.
        }
    }

    /** {@return the task in a form that can be executed any number of times without an allocation} */
    Runnable guarded(Runnable task) {
        return new Guarded(this, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.after(delay, task);
    }

    @Override
    public <T> Mailbox<T> mailbox(int bound, Consumer<T> to) {
        return new LoopMailbox<>(this, bound, to);
    }

    /** {@return the loop's memory for datagrams, made when somebody asks first} */
    DatagramSlabs slabs() {
        var made = slabs;
        if (made == null) {
            made = new DatagramSlabs(this);
            slabs = made;
        }
        return made;
    }

    /** The thread has ended. */
    void release() {
        if (slabs != null) {
            slabs.release();
            slabs = null;
        }
    }

    /** Keeps the longest callback. On the loop. */
    void took(long began, Object what) {
        var took = System.nanoTime() - began;
        if (took > longest.nanos) {
            longest = new Turn(took, what.toString());
        }
    }

    /** Counts and reports what was thrown. On the loop. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void report(Throwable thrown) {
        uncaught++;
        try {
            handler.uncaught(this, thrown);
        } catch (RuntimeException | Error ignored) {
            // The reporter is broken as well; it is counted, and the loop has to go on.
        }
    }

    @Override
    public String toString() {
        return "l7mp-loop-" + index;
    }

    /** A task that cannot hurt the loop. */
    private record Guarded(EpollLoop loop, Runnable task) implements Runnable {
        @Override
        public void run() {
            try {
                task.run();
            } catch (Throwable thrown) { // Netty would log it, and nobody count it
                loop.report(thrown);
            }
        }
    }
}
