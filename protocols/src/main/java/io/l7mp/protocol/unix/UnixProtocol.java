package io.l7mp.protocol.unix;

import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.protocol.wire.StreamOffer;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connector;
import io.l7mp.spi.InboundProtocol;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.Optional;

/** Byte streams over UNIX sockets: one session for each connection, each direction ended by itself. */
public final class UnixProtocol
        implements
            InboundProtocol<UnixListenerSpec>,
            OutboundProtocol<UnixClusterSpec> {
    private static final String FILENAME = "filename";

    @Override
    public String name() {
        return "UnixDomainSocket";
    }

    @Override
    public Class<UnixListenerSpec> listenerSpec() {
        return UnixListenerSpec.class;
    }

    @Override
    public Traits listenerTraits(UnixListenerSpec spec) {
        return Traits.BYTES;
    }

    @Override
    public void check(UnixListenerSpec spec, ListenerEnv env) {
        env.checkFile(FILENAME, spec.filename());
    }

    @Override
    public void bind(UnixListenerSpec spec, Acceptor acceptor, ListenerEnv env, Completion<Binding> done) {
        check(spec, env);
        var metadata = Metadata.of(new UnixFacts(spec.filename()));
        StreamBinding.bind(new DomainSocketAddress(spec.filename()), env, (channel, loop) -> {
            var name = "UNIX:" + env.owner() + "-" + env.nextId();
            acceptor.offer(new StreamOffer(name, metadata, channel, loop, env));
        }, new Made(spec.filename(), env, done));
    }

    /** A folder on the way may have become a link since the path was checked: looks where the file was made. */
    private record Made(String filename, ListenerEnv env, Completion<Binding> result)
            implements
                Completion<Binding> {
        @Override
        public void done(Binding binding) {
            env.blocking().execute(() -> {
                var refusal = refusal();
                if (refusal.isPresent()) {
                    binding.close(() -> failed(refusal.get()));
                } else {
                    result.done(binding);
                }
            });
        }

        private Optional<Cause> refusal() {
            try {
                env.checkFile(FILENAME, filename);
                return Optional.empty();
            } catch (ConfigException outside) {
                return Optional.of(Cause.of(Kind.REFUSED, String.valueOf(outside.getMessage())));
            } catch (RuntimeException | Error bug) {
                return Optional.of(Cause.of(Kind.BUG, bug.toString()));
            }
        }

        @Override
        public void failed(Cause cause) {
            result.failed(cause);
        }
    }

    @Override
    public Class<UnixClusterSpec> clusterSpec() {
        return UnixClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(UnixClusterSpec spec, Traits input) {
        return Traits.BYTES;
    }

    @Override
    public Connector open(UnixClusterSpec spec, ClusterEnv env) {
        return new UnixConnector(env);
    }
}
