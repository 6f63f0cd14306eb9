package io.l7mp.testkit;

import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Loop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How a contract test waits: by running a simulated world, or for real loops with a deadline. */
public interface Waiting {
    /** Waits until something holds, or fails with those words. */
    void until(String what, BooleanSupplier condition);

    /** Waits until whatever is under way has most likely happened. */
    void settle();

    /** {@return waiting that runs a world} */
    static Waiting in(SimWorld world) {
        return new Waiting() {
            @Override
            public void until(String what, BooleanSupplier condition) {
                if (!world.runUntil(condition, Duration.ofMinutes(10))) {
                    throw new AssertionError("never came true: " + what + ", seed " + world.seed());
                }
            }

            @Override
            public void settle() {
                world.settle();
            }
        };
    }

    /** {@return waiting for real loops: at most ten seconds, or for so many turns of every loop} */
    static Waiting on(List<? extends Loop> loops) {
        return new Waiting() {
            private static final int TURNS = 50;

            @Override
            public void until(String what, BooleanSupplier condition) {
                await(what).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(10))
                        .until(condition::getAsBoolean);
            }

            @Override
            public void settle() {
                for (int turn = 0; turn < TURNS; turn++) {
                    var passed = new CountDownLatch(loops.size());
                    loops.forEach(loop -> loop.execute(passed::countDown));
                    awaitTurn(passed);
                }
            }

            private void awaitTurn(CountDownLatch passed) {
                try {
                    if (!passed.await(10, TimeUnit.SECONDS)) {
                        throw new AssertionError("a loop is stuck");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for loops", e);
                }
            }
        };
    }
}
