package io.l7mp.core.cluster;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One caller that waits for a name. Its fields are touched on its loop only. */
final class ResolverWait implements Attempt {
    private final String host;
    private final Loop loop;
    private final Completion<List<InetAddress>> done;
    private final Consumer<ResolverWait> leave;
    private @Nullable Timer timer;
    private boolean over;

    ResolverWait(String host, Loop loop, Completion<List<InetAddress>> done, Consumer<ResolverWait> leave) {
        this.host = host;
        this.loop = loop;
        this.done = done;
        this.leave = leave;
    }

    String host() {
        return host;
    }

    void limitTo(Duration limit) {
        timer = loop.after(limit, () -> {
            if (end()) {
                leave.accept(this);
                done.failed(Cause.of(Kind.TIMED_OUT, "getaddrinfo ETIMEDOUT " + host));
            }
        });
    }

    @Override
    public void cancel() {
        if (end()) {
            leave.accept(this);
        }
    }

    /** Any thread. */
    void deliver(Optional<List<InetAddress>> found, Cause otherwise) {
        try {
            loop.execute(() -> {
                if (end()) {
                    found.ifPresentOrElse(done::done, () -> done.failed(otherwise));
                }
            });
        } catch (RejectedExecutionException _) { // the loop is gone, and with it whoever waited there
        }
    }

    /** {@return whether this was the first end} */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        if (timer != null) {
            timer.cancel();
        }
        return true;
    }
}
