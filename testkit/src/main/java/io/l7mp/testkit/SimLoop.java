package io.l7mp.testkit;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** A loop without a thread: its tasks run in order when {@link SimWorld} is run. */
public final class SimLoop implements Loop {
    private final SimWorld world;
    private final String name;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean inside;

    SimLoop(SimWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        world.checkThread();
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return inside;
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var timer = new SimTimer(world, this, task, false);
        world.put(timer, delay.toNanos());
        return timer;
    }

    @Override
    public <T> Mailbox<T> mailbox(int bound, Consumer<T> to) {
        return new SimMailbox<>(this, bound, to);
    }

    boolean hasWork() {
        return !tasks.isEmpty();
    }

    void runOne() {
        inside = true;
        try {
            world.guard(tasks.remove());
        } finally {
            inside = false;
        }
    }

    /** {@return its name, for messages} */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
