package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what a completion hears, and how often. */
final class Outcome<T> implements Completion<T> {
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable T value;
    private volatile @Nullable Cause cause;

    @Override
    public void done(T result) {
        value = result;
        calls.incrementAndGet();
    }

    @Override
    public void failed(Cause why) {
        cause = why;
        calls.incrementAndGet();
    }

    int calls() {
        return calls.get();
    }

    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    Optional<Cause> cause() {
        return Optional.ofNullable(cause);
    }
}
