package io.l7mp.testkit;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Loops, time, blocking tasks and a network, all driven by one seed on the thread of the test.
 *
 * <p>Tasks of one loop run in their order; which loop or blocking task is next, is drawn. Time stands still while anything can
 * run, then jumps to the next timer. The same seed and the same calls give the same run, to the last step.
 */
public final class SimWorld {
    private static final int MOST_STEPS = 50_000_000;

    private final long seed;
    private final RandomGenerator random;
    private final List<SimLoop> all = new ArrayList<>();
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<Runnable> blocking = new ArrayList<>();
    private final TreeSet<SimTimer> timers = new TreeSet<>();
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
    private final Thread thread = Thread.currentThread();
    private final SimNet net;
    private @Nullable Consumer<Throwable> handler;
    private @Nullable Throwable uncaught;
    private boolean running;
    private long now;
    private long order;
    private long fingerprint;
    private int underWay;

    /** Makes a world of some loops, at time zero. */
    public SimWorld(long seed, int loops) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < loops; i++) {
            this.loops.add(addLoop("loop-" + i));
        }
        this.net = new SimNet(this, addLoop("wire"), addLoop("outside"));
    }

    private SimLoop addLoop(String name) {
        var loop = new SimLoop(this, name);
        all.add(loop);
        return loop;
    }

    /** {@return what makes this run repeatable} */
    public long seed() {
        return seed;
    }

    /** {@return the one source of chance; drawing from it is part of the run} */
    public RandomGenerator random() {
        return random;
    }

    /** {@return the loops of the program under test} */
    public List<SimLoop> loops() {
        return List.copyOf(loops);
    }

    /** {@return the first of them} */
    public SimLoop loop() {
        return loops.getFirst();
    }

    /** {@return the network between protocols and peers} */
    public SimNet net() {
        return net;
    }

    /** {@return heap buffers, all counted by {@link #bytesInUse()}} */
    public UnpooledByteBufAllocator buffers() {
        return buffers;
    }

    /** {@return bytes of buffers that nobody released yet} */
    public long bytesInUse() {
        return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    }

    /** {@return an executor for what may block: its tasks run whole, one by one, in drawn order} */
    public Executor blocking() {
        return task -> {
            checkThread();
            blocking.add(task);
        };
    }

    /** {@return the time of day, which begins with 2026} */
    public InstantSource clock() {
        return () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(now);
    }

    /** {@return nanoseconds since the beginning} */
    public long nanos() {
        return now;
    }

    /** {@return a number that tells two runs apart: it comes of every step that was taken, and when} */
    public long fingerprint() {
        return fingerprint;
    }

    /** Hears of whatever a task throws; without a handler {@code run} ends there and throws it. */
    public void onUncaught(Consumer<Throwable> handler) {
        this.handler = handler;
    }

    /** Runs until nothing is left to do, ever: all timers, too. */
    public void run() {
        drive(Long.MAX_VALUE, () -> false, false);
    }

    /** Runs all that happens within that time, and sets the time to its end. */
    public void run(Duration time) {
        long end = now + time.toNanos();
        drive(end, () -> false, false);
        now = end;
    }

    /** Runs until nothing but timers of loops is left: what was sent has arrived, nobody is at work. */
    public void settle() {
        drive(Long.MAX_VALUE, () -> false, true);
    }

    /**
     * Runs until a condition holds or the time is over.
     *
     * @return whether it holds
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        drive(now + limit.toNanos(), condition, false);
        return condition.getAsBoolean();
    }

    /** Does something on a loop, and runs until it is done. */
    public void on(SimLoop loop, Runnable task) {
        var done = new boolean[1];
        loop.execute(() -> {
            task.run();
            done[0] = true;
        });
        runUntil(() -> done[0], Duration.ZERO);
    }

    private void drive(long end, BooleanSupplier condition, boolean settled) {
        checkThread();
        if (running) {
            throw new IllegalStateException("run was called from inside a task");
        }
        running = true;
        try {
            int steps = 0;
            while (!condition.getAsBoolean() && step(end, settled)) {
                if (++steps > MOST_STEPS) {
                    throw new AssertionError("no rest after " + steps + " steps, seed " + seed);
                }
            }
        } finally {
            running = false;
        }
    }

    private boolean step(long end, boolean settled) {
        wake();
        int sources = blocking.isEmpty() ? 0 : 1;
        for (var loop : all) {
            sources += loop.hasWork() ? 1 : 0;
        }
        if (sources > 0) {
            runOne(random.nextInt(sources));
            return true;
        }
        if (timers.isEmpty() || timers.first().at() > end || (settled && underWay == 0)) {
            return false;
        }
        now = timers.first().at();
        return true;
    }

    private void wake() {
        while (!timers.isEmpty() && timers.first().at() <= now) {
            var timer = timers.pollFirst();
            underWay -= timer.foreground() ? 1 : 0;
            timer.due();
        }
    }

    private void runOne(int choice) {
        int left = choice;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).hasWork() && left-- == 0) {
                note(i);
                all.get(i).runOne();
                check(all.get(i).name());
                return;
            }
        }
        note(-1);
        guard(blocking.remove(random.nextInt(blocking.size())));
        check("blocking");
    }

    private void note(int source) {
        fingerprint = (fingerprint * 31 + source) * 31 + now;
    }

    /** Runs a task and keeps what it throws. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            if (handler == null) {
                uncaught = thrown;
            } else {
                handler.accept(thrown);
            }
        }
    }

    private void check(String where) {
        if (uncaught != null) {
            var thrown = uncaught;
            uncaught = null;
            throw new AssertionError(
                    "thrown on " + where + " at " + Duration.ofNanos(now) + ", seed " + seed + ": "
                            + thrown,
                    thrown);
        }
    }

    /** Sets a timer, or sets it again. */
    void put(SimTimer timer, long delayNanos) {
        checkThread();
        remove(timer);
        timer.set(now + Math.max(0, delayNanos), order++);
        timers.add(timer);
        underWay += timer.foreground() ? 1 : 0;
    }

    /** Takes a timer out, if it is in. */
    void remove(SimTimer timer) {
        if (timers.remove(timer)) {
            underWay -= timer.foreground() ? 1 : 0;
        }
    }

    void checkThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a simulation runs on the thread that made it: " + thread);
        }
    }
}
