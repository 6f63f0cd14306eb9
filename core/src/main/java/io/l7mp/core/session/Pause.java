package io.l7mp.core.session;

import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.snapshot.Current;
import io.l7mp.core.snapshot.Snapshot;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Loop;
import java.time.Duration;

/** The wait of a stage for its next attempt: until a time has passed, or until what it did not find is there. On the session's loop. */
final class Pause implements Attempt {
    private final Runnable then;
    private Attempt timer = Attempt.OVER;
    private Attempt watch = Attempt.OVER;
    private boolean over;

    /** Makes a pause that has not begun. */
    Pause(Runnable then) {
        this.then = then;
    }

    Pause atMost(Duration time, Loop loop) {
        timer = loop.after(time, this::end)::cancel;
        return this;
    }

    /**
     * Ends as soon as a cluster has an endpoint in a snapshot that is newer than the one in which it had none.
     *
     * @param searched that snapshot, which may be an old one by now
     */
    Pause untilThereIs(String cluster, Current current, Snapshot searched, Loop loop) {
        watch = current.watch(loop, () -> look(cluster, current));
        if (current.get().version() != searched.version()) { // a change before the watch, which is not told of it
            loop.execute(() -> look(cluster, current));
        }
        return this;
    }

    private void look(String cluster, Current current) {
        if (current.get().cluster(cluster).filter(Cluster::hasEndpoint).isPresent()) {
            end();
        }
    }

    private void end() {
        if (!over) {
            cancel();
            then.run();
        }
    }

    @Override
    public void cancel() {
        over = true;
        timer.cancel();
        watch.cancel();
    }
}
