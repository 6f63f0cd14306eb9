package io.l7mp.core.session;

import io.l7mp.config.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often one stage may still be tried, and after which pause (spec/proxy.md, sections 6.2 and 6.3).
 *
 * <p>Connecting for the first time, {@code num_retries} attempts may follow the first. After a disconnect there are
 * max(1, {@code num_retries}) in all, the first of them at once. A stage that goes down again before it was live for
 * {@code timeout} goes on with what is left, after pauses that double: an upstream that accepts and dies is not tried for ever.
 */
final class Budget {
    private static final double JITTER = 0.2;
    private static final int MOST_DOUBLINGS = 4;

    private final RetryConfig policy;
    private final RandomGenerator random;
    private int left;
    private int doublings;
    private boolean wentDown;

    Budget(RetryConfig policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
        left = policy.onConnect() ? policy.numRetries() : 0;
    }

    /** {@return the pause before the next attempt; empty if there is none left} */
    Optional<Duration> afterFailure() {
        if (left == 0) {
            return Optional.empty();
        }
        left--;
        var pause = pause();
        if (policy.backoff().equals("exponential")) {
            doublings++;
        }
        return Optional.of(pause);
    }

    /**
     * {@return the pause before the stage is tried again; empty if it is not}
     *
     * @param lived how long it was live
     */
    Optional<Duration> afterDisconnect(Duration lived) {
        if (!policy.onDisconnect()) {
            return Optional.empty();
        }
        if (isFresh(lived)) {
            wentDown = true;
            left = Math.max(1, policy.numRetries()) - 1;
            doublings = 0;
            return Optional.of(Duration.ZERO);
        }
        if (left == 0) {
            return Optional.empty();
        }
        left--;
        doublings++;
        return Optional.of(pause());
    }

    private boolean isFresh(Duration lived) {
        return !wentDown || lived.compareTo(policy.limit()) >= 0;
    }

    /** {@return how many attempts a stage would have that went down now} */
    int attemptsIfDown(Duration lived) {
        if (!policy.onDisconnect()) {
            return 0;
        }
        return isFresh(lived) ? Math.max(1, policy.numRetries()) : left;
    }

    /** {@return whether the first of them would be made without a pause} */
    boolean isPromptIfDown(Duration lived) {
        return isFresh(lived);
    }

    /** {@return whether no attempt may follow the one under way} */
    boolean isSpent() {
        return left == 0;
    }

    private Duration pause() {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        long millis = Math.round(policy.timeout() * factor);
        return Duration.ofMillis(millis << Math.min(doublings, MOST_DOUBLINGS));
    }
}
