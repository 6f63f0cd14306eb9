package io.l7mp.control;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Asks whether a caller's token is the right one, which may stand in a file that takes its time. On the session's loop, but for the file. */
final class TokenQuestion implements Attempt {
    private final Gate gate;
    private final Caller caller;
    private final Loop loop;
    private final Consumer<Boolean> answered;
    private final Consumer<Cause> failed;
    private final Timer timer;
    private boolean over;

    /**
     * Makes a question, whose time runs from now on.
     *
     * @param answered hears whether it is the right one, unless {@code failed} hears that it took longer than {@code limit}
     */
    TokenQuestion(Gate gate, Caller caller, Loop loop, Duration limit, Consumer<Boolean> answered,
            Consumer<Cause> failed) {
        this.gate = gate;
        this.caller = caller;
        this.loop = loop;
        this.answered = answered;
        this.failed = failed;
        timer = loop.after(limit, this::late);
    }

    private void late() {
        if (end()) {
            failed.accept(Cause.of(Kind.TIMED_OUT, "The token could not be read in time"));
        }
    }

    /**
     * Asks.
     *
     * @param files threads on which a file may be read
     * @param place held as long as one of them is busy or to be busy with it
     */
    void ask(Executor files, Desk.Seat place) {
        files.execute(() -> {
            boolean isRight = gate.admitsByToken(caller);
            loop.execute(() -> {
                place.leave();
                if (end()) {
                    answered.accept(isRight);
                }
            });
        });
    }

    @Override
    public void cancel() {
        var _ = end(); // the file is read, but nobody hears of it
    }

    /** {@return whether this is the first end} */
    private boolean end() {
        boolean first = !over;
        over = true;
        timer.cancel();
        return first;
    }
}
