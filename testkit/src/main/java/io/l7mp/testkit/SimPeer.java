package io.l7mp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a simulated listener's or cluster's stream, in the hands of a test. Everything may be called between runs or from
 * inside any task; it happens on the outside loop, in order.
 */
public final class SimPeer {
    private final SimNet net;
    private final SimStream stream;
    private final List<byte[]> received = new ArrayList<>();
    private Consumer<byte[]> onPayload = payload -> {};
    private Runnable onFinished = () -> {};
    private @Nullable Metadata opened;
    private @Nullable Metadata answer;
    private @Nullable Metadata finished;
    private @Nullable Cause closed;
    private int limit = -1;
    private Runnable atLimit = () -> {};

    private SimPeer(SimNet net, Traits traits) {
        this.net = net;
        this.stream = net.outsideStream(traits, new Dialling());
        listen();
    }

    private SimPeer(SimNet net, SimStream stream) {
        this.net = net;
        this.stream = stream;
        this.opened = Metadata.EMPTY;
        listen();
    }

    private void listen() {
        stream.attach(new Ear());
        stream.resume();
    }

    static SimPeer dial(SimNet net, Traits traits, int port, Metadata hello) {
        var peer = new SimPeer(net, traits);
        net.connect(peer.stream, "127.0.0.1", port, hello);
        return peer;
    }

    static SimPeer accepted(SimNet net, SimStream stream) {
        return new SimPeer(net, stream);
    }

    /** Sends one payload; before the offer was opened, too. */
    public void send(byte[] payload) {
        net.outside().execute(() -> {
            stream.write(stream.buffer(payload), 0);
            stream.flush();
        });
    }

    /** Sends one text payload. */
    public void send(String text) {
        net.outside().execute(() -> {
            stream.write(stream.buffer(text.getBytes(UTF_8)), Stream.TEXT);
            stream.flush();
        });
    }

    /** Ends its direction in order. */
    public void finish() {
        finish(Metadata.EMPTY);
    }

    /** Ends its direction in order, with a last word. */
    public void finish(Metadata trailers) {
        net.outside().execute(() -> stream.finish(trailers));
    }

    /** Breaks the connection; before the offer was opened, it leaves. */
    public void reset() {
        net.outside().execute(() -> stream.breakOff(Cause.of(Kind.RESET, "by the peer")));
    }

    /** Closes in order, both directions. */
    public void close() {
        net.outside().execute(() -> stream.close(Cause.DONE));
    }

    /** Reads nothing from now on. */
    public void stopReading() {
        net.outside().execute(stream::pause);
    }

    /** Reads again. */
    public void readOn() {
        net.outside().execute(stream::resume);
    }

    /** Sends back whatever comes, and finishes when the other side does. */
    public void echo() {
        onPayload(this::send);
        onFinished(this::finish);
    }

    /** Hears of each payload, after it was kept. */
    public void onPayload(Consumer<byte[]> action) {
        onPayload = action;
    }

    /** Hears of the end of the other direction. */
    public void onFinished(Runnable action) {
        onFinished = action;
    }

    /** Does something when so many payloads have come. */
    void after(int payloads, Runnable action) {
        limit = payloads;
        atLimit = action;
        checkLimit();
    }

    private void checkLimit() {
        if (received.size() == limit) {
            limit = -1;
            atLimit.run();
        }
    }

    /** {@return the payloads that came} */
    public List<byte[]> received() {
        return List.copyOf(received);
    }

    /** {@return all that came, as one text} */
    public String text() {
        var text = new StringBuilder();
        received.forEach(payload -> text.append(new String(payload, UTF_8)));
        return text.toString();
    }

    /** {@return each payload as text} */
    public List<String> texts() {
        return received.stream().map(payload -> new String(payload, UTF_8)).toList();
    }

    /** {@return what was agreed, once the offer was opened} */
    public Optional<Metadata> opened() {
        return Optional.ofNullable(opened);
    }

    /** {@return the answer's head, if one came} */
    public Optional<Metadata> answer() {
        return Optional.ofNullable(answer);
    }

    /** {@return the last word of the other direction, once it ended in order} */
    public Optional<Metadata> finished() {
        return Optional.ofNullable(finished);
    }

    /** {@return why it is over: refused, broken, or done} */
    public Optional<Cause> closed() {
        return Optional.ofNullable(closed);
    }

    /** {@return whether what was sent is less than the high-water mark ahead of the other side} */
    public boolean writable() {
        return stream.writable();
    }

    private final class Dialling implements SimStream.Handshake {
        @Override
        public void opened(Metadata facts) {
            opened = facts;
            stream.established();
        }

        @Override
        public void failed(Cause cause) {
            closed = cause;
        }
    }

    private final class Ear implements Receiver {
        @Override
        public void answer(Metadata head) {
            answer = head;
        }

        @Override
        public void payload(ByteBuf payload, int flags) {
            var bytes = SimNet.take(payload);
            received.add(bytes);
            onPayload.accept(bytes);
            checkLimit();
        }

        @Override
        public void turnEnd() {}

        @Override
        public void finished(Metadata trailers) {
            finished = trailers;
            onFinished.run();
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Cause cause) {
            closed = cause;
        }
    }
}
