package io.l7mp.testkit;

import io.l7mp.spi.Loop;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The rules of thread, reentry and order for one stream, checked at every callback. Its state belongs to the stream's loop. */
final class Rules {
    private final Loop loop;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private @Nullable String inside;
    private boolean paused = true;
    private boolean closed;

    Rules(Loop loop) {
        this.loop = loop;
    }

    /** Calls a method of the stream, knowing which while it runs. */
    void call(String what, Runnable call) {
        var outer = inside;
        inside = what;
        try {
            call.run();
        } catch (RuntimeException | Error thrown) {
            broken(what + " threw " + thrown);
        } finally {
            inside = outer;
        }
    }

    /** The receiver is called. */
    void enter(String what) {
        if (!loop.inLoop()) {
            broken(what + " came on another thread than the stream's loop");
        }
        if (closed) {
            broken(what + " came after closed");
        }
        if (inside != null && !inside.equals("write") && !(inside.equals("close") && what.equals("closed"))) {
            broken(what + " came from inside " + inside);
        }
    }

    void payload(ByteBuf payload, boolean finished) {
        if (payload.refCnt() < 1) {
            broken("a payload came that was released already");
        }
        if (paused) {
            broken("a payload came while the stream was paused");
        }
        if (finished) {
            broken("a payload came after finished");
        }
    }

    void paused(boolean now) {
        paused = now;
    }

    boolean isPaused() {
        return paused;
    }

    void closed() {
        closed = true;
    }

    void broken(String rule) {
        violations.add(rule);
    }

    List<String> violations() {
        return violations.stream().distinct().toList();
    }
}
