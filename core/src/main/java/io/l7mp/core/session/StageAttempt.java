package io.l7mp.core.session;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Kind;

/** One attempt of a stage. Its completion may come before the call that started it returns; a second one is a bug. */
final class StageAttempt implements Attempt, Completion<Connected> {
    private final Session session;
    private final Stage stage;
    private Attempt running = Attempt.OVER;
    private boolean over;
    private boolean cancelled;

    StageAttempt(Session session, Stage stage) {
        this.session = session;
        this.stage = stage;
    }

    /** It is under way. */
    void runs(Attempt what) {
        running = what;
        if (cancelled) {
            what.cancel();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        running.cancel();
    }

    @Override
    public void done(Connected value) {
        if (isFirst("done")) {
            session.guarded(() -> stage.connected(value));
        } else {
            value.stream().close(Cause.of(Kind.SHUTDOWN, "nobody waits for this attempt any more"));
        }
    }

    @Override
    public void failed(Cause cause) {
        if (isFirst("failed")) {
            session.guarded(() -> stage.failed(cause));
        }
    }

    private boolean isFirst(String what) {
        boolean first = !over && !cancelled;
        if (over) {
            session.guarded(() -> {
                throw new IllegalStateException(what + " came twice for an attempt of " + stage.origin());
            });
        }
        over = true;
        return first;
    }
}
