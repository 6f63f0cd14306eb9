package io.l7mp.core.session;

import io.l7mp.config.ListenerOptions;
import io.l7mp.core.stream.Activity;
import io.l7mp.spi.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a session waits for, and for how long at most. On the session's loop. */
final class SessionTimers {
    /** For listeners without an idle limit. */
    private static final Duration LONGEST_READ = Duration.ofHours(1);

    private final Loop loop;
    private final Activity activity;
    private final Admission admission;
    private final List<QuietTimer> limits = new ArrayList<>(1);
    private @Nullable QuietTimer waiting;
    private @Nullable QuietTimer reading;

    SessionTimers(Loop loop, Activity activity, Admission admission) {
        this.loop = loop;
        this.activity = activity;
        this.admission = admission;
    }

    /** The session flows: from now on its idle limit and its life time count; {@code reached} hears which was reached. */
    void start(Consumer<String> reached) {
        activity.touch(loop.nanos());
        var idle = admission.idle();
        if (!idle.isZero()) {
            limits.add(QuietTimer.quietFor(idle, loop, activity,
                    () -> reached.accept("no payload for " + idle.toMillis() + " milliseconds")));
        }
        var lifetime = ListenerOptions.seconds(admission.listener().options().lifetime());
        if (!lifetime.isZero()) {
            var born = new Activity();
            born.touch(loop.nanos());
            limits.add(QuietTimer.quietFor(lifetime, loop, born,
                    () -> reached.accept("life time of " + lifetime.toMillis() + " milliseconds is over")));
        }
    }

    /** Does something when nothing moved for a while; who asks first decides for how long. */
    void whenQuiet(Duration quiet, Runnable then) {
        if (waiting == null) {
            activity.touch(loop.nanos());
            waiting = QuietTimer.quietFor(quiet, loop, activity, then);
        }
    }

    /** Does something when what a peer has been sent was not read in time: it reads slowly, and has until the idle limit. */
    void whenUnread(Runnable then) {
        if (reading == null) {
            activity.touch(loop.nanos());
            reading = QuietTimer.quietFor(admission.idle().isZero() ? LONGEST_READ : admission.idle(), loop,
                    activity,
                    then);
        }
    }

    /** The session has its outcome: nothing can be reached any more but the end of its streams. */
    void stop() {
        limits.forEach(QuietTimer::cancel);
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** Its last stream is gone. */
    void stopReading() {
        if (reading != null) {
            reading.cancel();
        }
    }
}
