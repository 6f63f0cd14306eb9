package io.l7mp.core.change;

import io.l7mp.config.Problem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One piece of the office's work. However it goes, it is over once and answered once: what throws on its way is a bug of its own,
 * and keeps nobody waiting behind it. Any thread.
 */
final class Turn {
    private final Office office;
    private final Runnable next;
    private final Consumer<Problem> broken;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * Takes what follows.
     *
     * @param next begins the next piece of work
     * @param broken answers for this one if it throws
     */
    Turn(Office office, Runnable next, Consumer<Problem> broken) {
        this.office = office;
        this.next = next;
        this.broken = broken;
    }

    /** Takes a step of the work; if it throws, the turn is over. */
    void run(Runnable step) {
        run(step, broken);
    }

    /** Takes a step after which another answer is true, even if it throws. */
    void run(Runnable step, Consumer<Problem> otherwise) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            var problem = office.bug(bug);
            end(() -> otherwise.accept(problem));
        }
    }

    /** Lets the next one begin, and answers, unless that was done. */
    void end(Runnable answer) {
        if (over.compareAndSet(false, true)) {
            office.attempt(next);
            office.attempt(answer);
        }
    }
}
