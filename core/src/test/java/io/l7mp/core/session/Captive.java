package io.l7mp.core.session;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A listener in the hands of a test: peers come when the test says so, and a binding can go wrong. */
final class Captive implements InboundProtocol<Captive.Spec> {
    record Spec() {}

    final List<Acceptor> acceptors = new ArrayList<>();
    boolean broken;

    @Override
    public String name() {
        return "Captive";
    }

    @Override
    public Class<Spec> listenerSpec() {
        return Spec.class;
    }

    @Override
    public Traits listenerTraits(Spec spec) {
        return Traits.BYTES;
    }

    @Override
    public void bind(Spec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        if (broken) {
            throw new LinkageError("a library is missing");
        }
        acceptors.add(acceptor);
        done.done(new Bound());
    }

    private static final class Bound implements Binding {
        @Override
        public List<SocketAddress> addresses() {
            return List.of();
        }

        @Override
        public void start() {
            // Peers come by hand.
        }

        @Override
        public void stopAccepting(Runnable done) {
            done.run();
        }

        @Override
        public void close(Runnable done) {
            done.run();
        }
    }

    /** A peer that cannot be opened. */
    static final class Peer implements Offer {
        final List<Cause> refusals = new ArrayList<>();
        private final Loop loop;

        Peer(Loop loop) {
            this.loop = loop;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public String name() {
            return "peer";
        }

        @Override
        public Metadata metadata() {
            return Metadata.EMPTY;
        }

        @Override
        public Stream open(Metadata upstream) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public void refuse(Cause cause) {
            refusals.add(cause);
        }

        @Override
        public void onGone(Runnable peerLeft) {
            // Stays.
        }
    }
}
