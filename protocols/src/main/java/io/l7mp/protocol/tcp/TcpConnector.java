package io.l7mp.protocol.tcp;

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
import java.time.Duration;

/** Connects once for each session; sessions share nothing. */
record TcpConnector(TcpClusterSpec spec, ClusterEnv env) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var port = endpoint.port() == 0 ? spec.port() : endpoint.port();
        if (port == 0) {
            done.failed(Cause.of(Kind.NOT_FOUND, "No port for endpoint " + endpoint.address()));
            return Attempt.OVER;
        }
        var dial = new Dial(loop, limit, new Completion<>() {
            @Override
            public void done(Channel channel) {
                done.done(new Connected(new ChannelStream(channel, loop, env), Metadata.EMPTY));
            }

            @Override
            public void failed(Cause cause) {
                done.failed(cause);
            }
        });
        return dial.from(spec.bind().address(), spec.bind().port()).tcp(env, endpoint.address(), port);
    }

    @Override
    public void close() {
        // Nothing is shared.
    }
}
