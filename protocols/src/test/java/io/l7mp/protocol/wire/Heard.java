package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A receiver that keeps what it hears, for test threads to look at. */
public final class Heard implements Receiver {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Consumer<String> onEvent = event -> {};

    /** Does something at each event, from inside it. */
    public Heard then(Consumer<String> action) {
        onEvent = action;
        return this;
    }

    /** {@return all but payload of byte streams, in order} */
    public List<String> events() {
        return events;
    }

    /** {@return bytes of payload} */
    public long bytes() {
        return bytes.get();
    }

    private void add(String event) {
        events.add(event);
        onEvent.accept(event);
    }

    @Override
    public void answer(Metadata head) {
        add("answer");
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        bytes.addAndGet(payload.readableBytes());
        payload.release();
        onEvent.accept("payload");
    }

    @Override
    public void turnEnd() {
        onEvent.accept("turnEnd");
    }

    @Override
    public void finished(Metadata trailers) {
        add("finished");
    }

    @Override
    public void writable() {
        add("writable");
    }

    @Override
    public void closed(Cause cause) {
        add("closed " + cause.kind() + " " + cause.content());
    }
}
