package io.l7mp.protocol.jsonsocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a stream to its end, and follows it when a layer of it leaves. On the stream's loop, which is simulated. */
final class Ear implements Receiver {
    private final List<String> texts = new ArrayList<>();
    private Stream stream;
    private @Nullable Cause closed;
    private boolean finished;
    private int successors;

    Ear(Stream stream) {
        this.stream = stream;
        stream.attach(this);
        stream.resume();
    }

    void send(String text) {
        stream.loop().execute(() -> {
            stream.write(Unpooled.copiedBuffer(text, UTF_8), 0);
            stream.flush();
        });
    }

    void close(Cause cause) {
        stream.loop().execute(() -> stream.close(cause));
    }

    /** {@return each payload} */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** {@return all payloads, joined} */
    String text() {
        return String.join("", texts);
    }

    Optional<Cause> closed() {
        return Optional.ofNullable(closed);
    }

    boolean finished() {
        return finished;
    }

    /** {@return how many layers have left} */
    int successors() {
        return successors;
    }

    @Override
    public void payload(ByteBuf payload, int payloadFlags) {
        texts.add(payload.toString(UTF_8));
        payload.release();
    }

    @Override
    public void became(Stream successor) {
        successors++;
        stream = successor;
        successor.attach(this);
        successor.resume();
    }

    @Override
    public void finished(Metadata trailers) {
        finished = true;
    }

    @Override
    public void closed(Cause cause) {
        closed = cause;
    }

    @Override
    public void answer(Metadata head) {}

    @Override
    public void turnEnd() {}

    @Override
    public void writable() {}
}
