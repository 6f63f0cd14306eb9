package io.l7mp.protocol.unix;

import io.l7mp.protocol.wire.ChannelStream;
import io.l7mp.protocol.wire.Dial;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import java.time.Duration;

/** Connects once for each session; sessions share nothing. */
record UnixConnector(ClusterEnv env) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var file = endpoint.address();
        if (!UnixListenerSpec.fits(file)) {
            done.failed(Cause.of(Kind.NOT_FOUND,
                    "connect ENAMETOOLONG " + file + " (longest: " + UnixListenerSpec.LONGEST + " bytes)"));
            return Attempt.OVER;
        }
        return new Dial(loop, limit, new Completion<>() {
            @Override
            public void done(Channel channel) {
                done.done(new Connected(new ChannelStream(channel, loop, env), Metadata.EMPTY));
            }

            @Override
            public void failed(Cause cause) {
                done.failed(cause);
            }
        }).unix(new DomainSocketAddress(file));
    }

    @Override
    public void close() {
        // Nothing is shared.
    }
}
