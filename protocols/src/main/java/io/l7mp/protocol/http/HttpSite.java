package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.protocol.wire.HttpIntake;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.protocol.wire.StreamBinding;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections of one listener share. Any thread.
 *
 * @param leaving whether the listener goes down, so that no answer may promise to read another request
 */
record HttpSite(HttpListenerSpec spec, Acceptor acceptor, ListenerEnv env, AtomicBoolean leaving)
        implements
            StreamBinding.Accepted {
    HttpSite(HttpListenerSpec spec, Acceptor acceptor, ListenerEnv env) {
        this(spec, acceptor, env, new AtomicBoolean());
    }

    @Override
    public void accepted(Channel channel, Loop loop) {
        HttpConnection.start(this, channel, loop);
    }

    @Override
    public void stopped() {
        leaving.set(true);
    }

    /** {@return the answer to a request that is no session; empty if it is one} */
    Optional<HttpRefusal> fault(HttpRequest request, HttpFacts facts) {
        var fault = HttpIntake.fault(request);
        if (fault.isPresent()) {
            env.refused(HttpIntake.reason(fault.get()));
            return fault;
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            env.refused("method");
            return Optional.of(HttpRefusal.of(501, "CONNECT is not supported"));
        }
        var expected = facts.header("expect");
        if (!expected.isEmpty() && !expected.equalsIgnoreCase("100-continue")) {
            env.refused("malformed");
            return Optional.of(HttpRefusal.of(417, "Unknown expectation: " + expected));
        }
        if (!facts.url().path().startsWith(spec.path())) {
            env.refused("path");
            return Optional.of(
                    new HttpRefusal(404, "Nothing at " + facts.url().path(), Map.of()));
        }
        return Optional.empty();
    }
}
