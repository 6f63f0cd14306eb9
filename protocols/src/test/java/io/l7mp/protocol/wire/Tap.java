package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Connects one session to a cluster and keeps what comes from it. On the session's loop. */
public final class Tap implements Receiver {
    private final List<byte[]> payloads = new ArrayList<>();
    private final List<Integer> flags = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    /** {@return the session's stream; on the loop} */
    public static Stream connect(Connector connector, SessionFacts session, Loop loop) {
        var made = new AtomicReference<Stream>();
        var failure = new AtomicReference<Cause>();
        var _ = connector.connect(Endpoint.virtual("cluster"), session, loop, Duration.ofSeconds(1),
                new Completion<Connected>() {
                    @Override
                    public void done(Connected connected) {
                        made.set(connected.stream());
                    }

                    @Override
                    public void failed(Cause cause) {
                        failure.set(cause);
                    }
                });
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get().text());
        }
        return made.get();
    }

    /** {@return what a connector is told of a session} */
    public static SessionFacts session(String name, Metadata metadata, Traits input) {
        return new SessionFacts(name, metadata, Metadata.EMPTY, input);
    }

    /** {@return what came} */
    public List<byte[]> payloads() {
        return payloads;
    }

    /** {@return what came, as text} */
    public List<String> texts() {
        return payloads.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    }

    /** {@return the flags of each} */
    public List<Integer> flags() {
        return flags;
    }

    /** {@return all other news but writable} */
    public List<String> events() {
        return events;
    }

    @Override
    public void answer(Metadata head) {
        events.add("answer");
    }

    @Override
    public void payload(ByteBuf payload, int flag) {
        var bytes = new byte[payload.readableBytes()];
        payload.readBytes(bytes).release();
        payloads.add(bytes);
        flags.add(flag);
    }

    @Override
    public void turnEnd() {
        // Nothing is passed on.
    }

    @Override
    public void finished(Metadata trailers) {
        events.add("finished");
    }

    @Override
    public void writable() {
        // Nobody waits for it.
    }

    @Override
    public void closed(Cause cause) {
        events.add("closed " + cause.kind());
    }
}
