package io.l7mp.core.session;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Listeners and clusters that break wherever a test says. Its clusters never answer. */
final class Brittle implements InboundProtocol<Brittle.Spec>, OutboundProtocol<Brittle.Spec> {
    record Spec() {}

    /** The place that breaks now. */
    String breaks = "";

    /** Bindings that hold something. */
    final List<Binding> held = new ArrayList<>();

    Acceptor acceptor = _ -> {};

    private void breaksAt(String place) {
        if (breaks.equals(place)) {
            throw new IllegalStateException("planted: " + place);
        }
    }

    @Override
    public String name() {
        return "Brittle";
    }

    @Override
    public Class<Spec> listenerSpec() {
        return Spec.class;
    }

    @Override
    public Class<Spec> clusterSpec() {
        return Spec.class;
    }

    @Override
    public Traits listenerTraits(Spec spec) {
        return Traits.BYTES;
    }

    @Override
    public Traits clusterTraits(Spec spec, Traits input) {
        return Traits.BYTES;
    }

    @Override
    public void check(Spec spec, ListenerEnv env) {
        breaksAt("check");
        if (breaks.equals("files")) {
            throw new ConfigException("file", "gone", "a file");
        }
    }

    @Override
    public void bind(Spec spec, Acceptor to, ListenerEnv env, Completion<Binding> done) {
        breaksAt("bind");
        acceptor = to;
        var bound = new Bound();
        held.add(bound);
        if (breaks.equals("late")) {
            env.blocking().execute(() -> done.done(bound));
            throw new IllegalStateException("planted: late");
        }
        done.done(bound);
        breaksAt("bound");
    }

    private final class Bound implements Binding {
        @Override
        public List<SocketAddress> addresses() {
            breaksAt("addresses");
            return List.of();
        }

        @Override
        public void start() {
            breaksAt("start");
        }

        @Override
        public void stopAccepting(Runnable done) {
            held.remove(this);
            breaksAt("stop");
            done.run();
            breaksAt("stopped");
        }

        @Override
        public void close(Runnable done) {
            held.remove(this);
            done.run();
        }
    }

    @Override
    public boolean answersOnce() {
        breaksAt("look");
        return false;
    }

    @Override
    public Connector open(Spec spec, ClusterEnv env) {
        return new Connector() {
            @Override
            public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                    Completion<Connected> done) {
                return Attempt.OVER;
            }

            @Override
            public void close() {
                breaksAt("close");
            }
        };
    }
}
