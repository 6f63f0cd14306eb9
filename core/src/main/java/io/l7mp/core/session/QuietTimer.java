package io.l7mp.core.session;

import io.l7mp.core.stream.Activity;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time that may pass without payload. Payload only stamps {@link Activity}; the timer looks at it when it fires, and sets itself
 * again for what is left. On the session's loop.
 */
final class QuietTimer {
    private final Loop loop;
    private final Activity activity;
    private final Duration quiet;
    private final Runnable reached;
    private final @Nullable Timer timer;

    private QuietTimer(Loop loop, Activity activity, Duration quiet, Runnable reached) {
        this.loop = loop;
        this.activity = activity;
        this.quiet = quiet;
        this.reached = reached;
        timer = loop.after(quiet, this::look);
    }

    /**
     * Starts to wait.
     *
     * @param quiet how long nothing may move, more than zero
     */
    static QuietTimer quietFor(Duration quiet, Loop loop, Activity activity, Runnable reached) {
        return new QuietTimer(loop, activity, quiet, reached);
    }

    private void look() {
        long left = activity.nanos() + quiet.toNanos() - loop.nanos();
        if (left <= 0) {
            reached.run();
        } else if (timer != null) {
            timer.again(Duration.ofNanos(left));
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
