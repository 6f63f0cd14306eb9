package io.l7mp.testkit;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real loop without sockets, to run the contract on threads. */
final class ThreadLoop implements Loop, AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "loop");
        owner = made;
        return made;
    });
    private volatile Thread owner = Thread.currentThread();

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return new Timer() {
            private Future<?> running = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);

            @Override
            public void cancel() {
                running.cancel(false);
            }

            @Override
            public void again(Duration next) {
                cancel();
                running = thread.schedule(task, next.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }

    @Override
    public <T> Mailbox<T> mailbox(int bound, Consumer<T> to) {
        throw new UnsupportedOperationException("nothing here crosses loops");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
