package io.l7mp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Holds what is written and gives it back in a later turn; sound but for the one bug. On its loop. */
final class FaultyStream implements Stream {
    private static final int HIGH = 256 << 10;
    private static final int LOW = 64 << 10;

    private record Held(ByteBuf payload, int flags) {}

    private final Loop loop;
    private final FaultySpec spec;
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable Receiver receiver;
    private @Nullable Metadata trailers;
    private @Nullable Cause cause;
    private long bytes;
    private long lost;
    private boolean paused = true;
    private boolean full;
    private boolean scheduled;
    private boolean over;

    FaultyStream(Loop loop, FaultySpec spec) {
        this.loop = loop;
        this.spec = spec;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Traits traits() {
        return Traits.IN_MEMORY;
    }

    @Override
    public void attach(Receiver newcomer) {
        receiver = newcomer;
        schedule();
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        if (cause != null) {
            rest.release();
            return;
        }
        held.addFirst(new Held(rest, flags));
        bytes += rest.readableBytes();
        schedule();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        schedule();
    }

    @Override
    public boolean writable() {
        return !full;
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        if (cause != null || trailers != null) {
            payload.release();
            lost++;
            return;
        }
        if (spec.where().equals("write") && triggers(payload)) {
            payload.release();
            throw new IllegalStateException("a bug in write, as asked for");
        }
        held.add(new Held(payload, flags));
        bytes += payload.readableBytes();
        full |= bytes >= HIGH;
        schedule();
    }

    private boolean triggers(ByteBuf payload) {
        return payload.toString(UTF_8).contains(spec.trigger());
    }

    private void schedule() {
        if (!scheduled && !over && receiver != null
                && (cause != null || (!paused && (!held.isEmpty() || trailers != null)))) {
            scheduled = true;
            loop.execute(this::handle);
        }
    }

    /** What a handler of many streams does for this one: a bug ends the stream and nothing else. */
    private void handle() {
        scheduled = false;
        try {
            deliver();
        } catch (RuntimeException bug) {
            close(Cause.of(Kind.BUG, String.valueOf(bug.getMessage())));
        }
        schedule();
    }

    private void deliver() {
        boolean any = false;
        while (receiver != null && cause == null && !paused && !held.isEmpty()) {
            var next = held.remove();
            bytes -= next.payload().readableBytes();
            any = true;
            give(next, receiver);
        }
        if (any && receiver != null && cause == null) {
            receiver.turnEnd();
        }
        if (full && bytes <= LOW && cause == null && receiver != null) {
            full = false;
            receiver.writable();
        }
        if (trailers != null && held.isEmpty() && !paused && cause == null && receiver != null) {
            receiver.finished(trailers);
            close(Cause.DONE);
        }
        if (cause != null && receiver != null && !over) {
            over = true;
            receiver.closed(cause);
        }
    }

    private void give(Held next, Receiver to) {
        boolean fault = triggers(next.payload());
        if (fault && spec.where().equals("handler")) {
            next.payload().release();
            throw new IllegalStateException("a bug in a handler, as asked for");
        }
        if (fault && spec.where().equals("receiver")) {
            next.payload().release();
            to.payload(new PoisonedPayload(), next.flags());
        } else {
            to.payload(next.payload(), next.flags());
        }
    }

    @Override
    public void flush() {
        // Nothing waits for it.
    }

    @Override
    public void answer(Metadata head) {
        // Payloads only.
    }

    @Override
    public void finish(Metadata last) {
        if (trailers == null) {
            trailers = last;
            schedule();
        }
    }

    @Override
    public void close(Cause why) {
        if (cause == null) {
            cause = why;
            lost += held.size();
            held.forEach(each -> each.payload().release());
            held.clear();
            schedule();
        }
    }

    @Override
    public long dropped(Drop why) {
        return why == Drop.LOST ? lost : 0;
    }
}
