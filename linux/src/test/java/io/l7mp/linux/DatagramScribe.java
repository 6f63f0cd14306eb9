package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A listener for tests: writes down what its peers send and what becomes of them, and answers if it is told to. */
final class DatagramScribe implements DatagramTarget {
    final Queue<Told> flows = new ConcurrentLinkedQueue<>();
    final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    final Queue<String> drops = new ConcurrentLinkedQueue<>();
    volatile Predicate<InetSocketAddress> admits = _ -> true;
    volatile BiConsumer<Told, String> answer = (_, _) -> {};

    @Override
    public boolean admits(InetSocketAddress peer) {
        return admits.test(peer);
    }

    @Override
    public void arrived(DatagramFlow flow) {
        var told = new Told(flow);
        flow.listen(told);
        flows.add(told);
    }

    @Override
    public void refused(String reason) {
        refusals.add(reason);
    }

    @Override
    public void dropped(String reason, int messages) {
        drops.add(reason + " " + messages);
    }

    List<String> texts() {
        return flows.stream().flatMap(told -> told.texts.stream()).toList();
    }

    /** What one flow was told. */
    final class Told implements DatagramListener {
        final DatagramFlow flow;
        final Queue<String> texts = new ConcurrentLinkedQueue<>();
        final Queue<Cause> failures = new ConcurrentLinkedQueue<>();
        final Queue<Drop> drops = new ConcurrentLinkedQueue<>();
        volatile boolean ended;

        Told(DatagramFlow flow) {
            this.flow = flow;
        }

        void send(String text) {
            flow.loop().execute(() -> say(text));
        }

        /** From inside a callback. */
        void say(String text) {
            flow.send(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
            flow.flush();
        }

        void close() {
            flow.loop().execute(() -> flow.close(Duration.ZERO));
        }

        @Override
        public void arrived(Batch batch) {
            if (!flow.loop().inLoop() || !flow.isOpen()) {
                failures.add(Cause.DONE);
            }
            for (int i = 0; i < batch.size(); i++) {
                var copy = Memory.copy(batch, i, ByteBufAllocator.DEFAULT);
                var text = copy.toString(StandardCharsets.UTF_8);
                copy.release();
                texts.add(text);
                answer.accept(this, text);
            }
        }

        @Override
        public void turnEnd() {
            flow.flush();
        }

        @Override
        public void room() {}

        @Override
        public void dropped(Drop why, int messages) {
            drops.add(why);
        }

        @Override
        public void failed(Cause cause) {
            failures.add(cause);
            flow.close(Duration.ZERO);
        }

        @Override
        public void ended() {
            ended = true;
        }
    }
}
