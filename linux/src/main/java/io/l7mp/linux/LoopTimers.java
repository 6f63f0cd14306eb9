package io.l7mp.linux;

import io.l7mp.spi.Timer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one loop: a {@link TimerWheel} of 10 ms ticks and one alarm of Netty's, set to the next tick in which something is to
 * be done and to none if nothing is pending. On the loop only.
 */
final class LoopTimers {
    private static final long TICK_NANOS = 10_000_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final EpollLoop loop;
    private final TimerWheel wheel = new TimerWheel();
    private final Runnable ring;
    private @Nullable ScheduledFuture<?> alarm;
    private long alarmTick = TimerWheel.NEVER;
    private boolean isFiring;

    LoopTimers(EpollLoop loop) {
        this.loop = loop;
        ring = loop.guarded(this::ring);
    }

    Timer after(Duration delay, Runnable task) {
        var timer = new LoopTimer(task);
        timer.again(delay);
        return timer;
    }

    private void set(LoopTimer timer, Duration delay) {
        var wait = delay.isNegative()
                ? 0
                : delay.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : delay.toNanos();
        var now = loop.clock();
        if (wheel.pending() == 0 && !isFiring) {
            wheel.advance(now / TICK_NANOS); // nobody turned it meanwhile
        }
        wheel.set(timer, (now + wait + TICK_NANOS - 1) / TICK_NANOS);
        wake();
    }

    private void wake() {
        long tick = isFiring ? alarmTick : wheel.next();
        if (tick >= alarmTick) {
            return; // the alarm rings early enough, and looks again then
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmTick = tick;
        try {
            alarm = loop.netty().schedule(ring, tick * TICK_NANOS - loop.clock(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            alarm = null; // the program ends, and no timer matters any more
        }
    }

    private void ring() {
        alarm = null;
        isFiring = true;
        try {
            wheel.advance(loop.clock() / TICK_NANOS);
        } finally {
            isFiring = false;
            alarmTick = TimerWheel.NEVER;
            wake();
        }
    }

    /** One timer; its task is guarded, so that the others of its tick run whatever it throws. */
    private final class LoopTimer extends TimerWheel.Node implements Timer {
        private final Runnable task;

        LoopTimer(Runnable task) {
            this.task = loop.guarded(task);
        }

        @Override
        void fire() {
            task.run();
        }

        @Override
        public void cancel() {
            wheel.cancel(this);
        }

        @Override
        public void again(Duration delay) {
            set(this, delay);
        }
    }
}
