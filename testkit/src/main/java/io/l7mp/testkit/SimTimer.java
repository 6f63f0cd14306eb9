package io.l7mp.testkit;

import io.l7mp.spi.Timer;
import java.time.Duration;

/** A timer at an exact virtual time. Cancelling works up to the moment its task runs. */
final class SimTimer implements Timer, Comparable<SimTimer> {
    private final SimWorld world;
    private final SimLoop loop;
    private final Runnable task;
    private final boolean foreground;
    private long at;
    private long order;
    private int round;

    /** Makes a timer that is not set; a foreground one is work under way, such as a payload on the wire. */
    SimTimer(SimWorld world, SimLoop loop, Runnable task, boolean foreground) {
        this.world = world;
        this.loop = loop;
        this.task = task;
        this.foreground = foreground;
    }

    @Override
    public void cancel() {
        round++;
        world.remove(this);
    }

    @Override
    public void again(Duration delay) {
        round++;
        world.put(this, delay.toNanos());
    }

    void set(long at, long order) {
        this.at = at;
        this.order = order;
    }

    void due() {
        int mine = round;
        loop.execute(() -> {
            if (mine == round) {
                task.run();
            }
        });
    }

    long at() {
        return at;
    }

    boolean foreground() {
        return foreground;
    }

    @Override
    public int compareTo(SimTimer other) {
        return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
