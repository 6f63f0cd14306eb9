package io.l7mp.testkit.broken;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimProtocol;
import io.l7mp.testkit.SimSpec;
import java.time.Duration;

/**
 * {@link SimProtocol} with one fault, on both sides.
 *
 * @param sound the protocol without it
 * @param fault what it does wrong
 */
public record BrokenProtocol(SimProtocol sound, Fault fault)
        implements
            InboundProtocol<SimSpec>,
            OutboundProtocol<SimSpec> {
    @Override
    public String name() {
        return "Broken";
    }

    @Override
    public Class<SimSpec> listenerSpec() {
        return SimSpec.class;
    }

    @Override
    public Traits listenerTraits(SimSpec spec) {
        return sound.listenerTraits(spec);
    }

    @Override
    public void bind(SimSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        sound.bind(spec, offer -> acceptor.offer(new BentOffer(offer, fault)), env, done);
    }

    @Override
    public Class<SimSpec> clusterSpec() {
        return SimSpec.class;
    }

    @Override
    public Traits clusterTraits(SimSpec spec, Traits input) {
        return sound.clusterTraits(spec, input);
    }

    @Override
    public Connector open(SimSpec spec, ClusterEnv env) {
        return fault.bend(new BentConnector(sound.open(spec, env), fault));
    }

    private record BentOffer(Offer sound, Fault fault) implements Offer {
        @Override
        public Loop loop() {
            return sound.loop();
        }

        @Override
        public Metadata metadata() {
            return sound.metadata();
        }

        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public Stream open(Metadata upstream) {
            return fault.bend(sound.open(upstream));
        }

        @Override
        public void refuse(Cause cause) {
            sound.refuse(cause);
        }

        @Override
        public void onGone(Runnable peerLeft) {
            sound.onGone(peerLeft);
        }
    }

    private record BentConnector(Connector sound, Fault fault) implements Connector {
        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            return sound.connect(endpoint, session, loop, limit, new Completion<>() {
                @Override
                public void done(Connected connected) {
                    done.done(new Connected(fault.bend(connected.stream()), connected.facts()));
                }

                @Override
                public void failed(Cause cause) {
                    done.failed(cause);
                }
            });
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
