package io.l7mp.protocol.wire;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.TestEnv;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener in a test, and what happened to its sessions. The test says on the loop what is done with each offer. */
public final class HttpDoors implements AutoCloseable {
    private final TestEnv env = TestEnv.of(LiveLoops.all()).linger(Duration.ofMillis(300));
    private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final Binding binding;

    private HttpDoors(Binder binder, Consumer<Session> onOffer) {
        var bound = new CompletableFuture<Binding>();
        binder.bind(offer -> {
            offers.add(offer);
            offer.onGone(() -> news.add("gone"));
            onOffer.accept(new Session(offer, news, blocked));
        }, env, new Completion<>() {
            @Override
            public void done(Binding made) {
                bound.complete(made);
            }

            @Override
            public void failed(Cause cause) {
                bound.completeExceptionally(new AssertionError(cause));
            }
        });
        binding = bound.orTimeout(10, TimeUnit.SECONDS).join();
        binding.start();
    }

    /** Binds some protocol's listener. */
    private interface Binder {
        void bind(Acceptor acceptor, TestEnv env, Completion<Binding> done);
    }

    /** Binds a listener and starts it. */
    public static <S extends Record> HttpDoors open(InboundProtocol<S> protocol, S spec,
            Consumer<Session> onOffer) {
        return new HttpDoors((acceptor, env, done) -> protocol.bind(spec, acceptor, env, done), onOffer);
    }

    /** {@return the bound port} */
    public int port() {
        return ((InetSocketAddress) binding.addresses().getFirst()).getPort();
    }

    /** {@return the environment} */
    public TestEnv env() {
        return env;
    }

    /** {@return the next offer} */
    public Offer offer() {
        return next(offers);
    }

    /** {@return whether nobody else was offered} */
    public boolean noOffer() {
        return offers.isEmpty();
    }

    /** {@return what happened next: "gone", the trailers at the end of a direction, or the cause at the end of all} */
    public Object next() {
        return next(news);
    }

    /** Waits until a mirror has stopped to read because its peer does not. */
    public void awaitBlocked() {
        try {
            if (!blocked.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("all of it was taken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            var next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing happened");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Lets nobody in any more; whoever is there stays. */
    public void stop() {
        var stopped = new CompletableFuture<Void>();
        binding.stopAccepting(() -> stopped.complete(null));
        stopped.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        var closed = new CompletableFuture<Void>();
        binding.close(() -> closed.complete(null));
        closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** One offer, and what the test makes of it. On its loop. */
    public record Session(Offer offer, BlockingQueue<Object> news, CountDownLatch blocked) {
        /** {@return the path that was asked for} */
        public String path() {
            return offer.metadata().text("/HTTP/url/path").orElse("");
        }

        /** Opens it and gives everything back. */
        public Stream mirror() {
            return mirror(Metadata.EMPTY);
        }

        /** Opens it with these facts and gives everything back. */
        public Stream mirror(Metadata facts) {
            var stream = offer.open(facts);
            stream.attach(new Mirror(stream, news, blocked));
            stream.resume();
            return stream;
        }
    }

    /** Gives back what it gets, at the pace of the peer. */
    private record Mirror(Stream stream, BlockingQueue<Object> news, CountDownLatch blocked)
            implements
                Receiver {
        @Override
        public void answer(Metadata head) {
            stream.answer(head);
        }

        @Override
        public void payload(ByteBuf payload, int flags) {
            stream.write(payload, flags);
            if (!stream.writable()) {
                stream.pause();
                blocked.countDown();
            }
        }

        @Override
        public void turnEnd() {
            stream.flush();
        }

        @Override
        public void finished(Metadata trailers) {
            news.add(trailers);
            stream.finish(trailers);
        }

        @Override
        public void writable() {
            stream.resume();
        }

        @Override
        public void closed(Cause cause) {
            news.add(cause);
        }
    }
}
