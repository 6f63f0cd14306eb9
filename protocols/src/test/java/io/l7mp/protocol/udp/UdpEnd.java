package io.l7mp.protocol.udp;

import static org.awaitility.Awaitility.await;

import io.l7mp.linux.Memory;
import io.l7mp.spi.Batch;
import io.l7mp.spi.BatchReceiver;
import io.l7mp.spi.Batching;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One end of a stream under test: attached at once, paused until it is told to read. Any thread. */
final class UdpEnd implements Receiver, BatchReceiver {
    final Stream stream;
    final Queue<String> texts = new ConcurrentLinkedQueue<>();
    final CompletableFuture<Cause> closed = new CompletableFuture<>();
    final AtomicInteger batches = new AtomicInteger();
    final AtomicInteger turnEnds = new AtomicInteger();
    volatile Consumer<String> onText = _ -> {};

    UdpEnd(Stream stream) {
        this.stream = stream;
        stream.attach(this);
    }

    UdpEnd read() {
        stream.loop().execute(stream::resume);
        return this;
    }

    void takeBatches() {
        on(() -> stream.batching().ifPresent(batching -> batching.attach((BatchReceiver) this)));
    }

    Batching batching() {
        return stream.batching().orElseThrow();
    }

    void send(String text) {
        stream.loop().execute(() -> {
            stream.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), 0);
            stream.flush();
        });
    }

    void close(Cause cause) {
        stream.loop().execute(() -> stream.close(cause));
    }

    /** Waits for the end. */
    Cause cause() {
        await().until(closed::isDone);
        return closed.join();
    }

    long dropped(Drop why) {
        var result = new CompletableFuture<Long>();
        stream.loop().execute(() -> result.complete(stream.dropped(why)));
        return result.join();
    }

    /** Runs a task on the stream's loop, and waits. */
    void on(Runnable task) {
        var done = new CompletableFuture<Boolean>();
        stream.loop().execute(() -> {
            task.run();
            done.complete(true);
        });
        done.join();
    }

    @Override
    public void batch(Batch batch) {
        batches.incrementAndGet();
        for (int i = 0; i < batch.size(); i++) {
            var copy = Memory.copy(batch, i, ByteBufAllocator.DEFAULT);
            payload(copy, 0);
        }
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        var text = payload.toString(StandardCharsets.UTF_8);
        payload.release();
        texts.add(text);
        onText.accept(text);
    }

    @Override
    public void answer(Metadata head) {
        texts.add("answer");
    }

    @Override
    public void turnEnd() {
        turnEnds.incrementAndGet();
    }

    @Override
    public void finished(Metadata trailers) {
        texts.add("finished");
    }

    @Override
    public void writable() {
        texts.add("writable");
    }

    @Override
    public void closed(Cause cause) {
        if (!closed.complete(cause)) {
            texts.add("closed twice");
        }
    }
}
