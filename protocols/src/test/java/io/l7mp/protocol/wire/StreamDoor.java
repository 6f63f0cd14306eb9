package io.l7mp.protocol.wire;

import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.testkit.TestEnv;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A binding with what it accepted, for tests: each connection becomes a stream at once. */
final class StreamDoor implements AutoCloseable, Completion<Binding> {
    final TestEnv env = TestEnv.of(LiveLoops.all());
    final BlockingQueue<ChannelStream> accepted = new LinkedBlockingQueue<>();
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable Binding binding;
    volatile @Nullable Cause cause;

    static StreamDoor tcp(String address, int port) {
        var door = new StreamDoor();
        StreamBinding.bind(address, port, door.env,
                (channel, loop) -> door.accepted.add(new ChannelStream(channel, loop, door.env)), door);
        return door.answered();
    }

    static StreamDoor at(SocketAddress address) {
        var door = new StreamDoor();
        StreamBinding.bind(address, door.env,
                (channel, loop) -> door.accepted.add(new ChannelStream(channel, loop, door.env)), door);
        return door.answered();
    }

    private StreamDoor answered() {
        waitFor(answered);
        return this;
    }

    static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("no answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void done(Binding value) {
        binding = value;
        answered.countDown();
    }

    @Override
    public void failed(Cause why) {
        cause = why;
        answered.countDown();
    }

    Binding binding() {
        return Objects.requireNonNull(binding, () -> "not bound: " + cause);
    }

    StreamDoor started() {
        binding().start();
        LiveLoops.all().forEach(loop -> call(loop::execute)); // it starts in a later turn
        return this;
    }

    int port() {
        return ((InetSocketAddress) binding().addresses().getFirst()).getPort();
    }

    Socket dial() throws IOException {
        return new Socket("127.0.0.1", port());
    }

    ChannelStream next() {
        try {
            return Objects.requireNonNull(accepted.poll(10, TimeUnit.SECONDS), "nobody came");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void stop() {
        call(binding()::stopAccepting);
    }

    static void call(Consumer<Runnable> method) {
        var done = new CountDownLatch(1);
        method.accept(done::countDown);
        waitFor(done);
    }

    /** Closes everything, and finds that no buffer is left. */
    @Override
    public void close() {
        if (binding != null) {
            call(binding()::close);
        }
        await().until(() -> env.bytesInUse() == 0);
    }
}
