package io.l7mp.protocol.jsonencap;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes a session's metadata as text once, when it connects: it does not change afterwards. */
record JsonEncapConnector(ClusterEnv env) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var metadata = env.json().write(session.metadata().json());
        var head = "{\"metadata\":" + metadata + ",\"payload\":\"";
        var stream = new JsonEncapStream(loop, JsonEncapProtocol.traits(session.input()), env.buffers(),
                head.getBytes(StandardCharsets.UTF_8));
        done.done(new Connected(stream, Metadata.EMPTY));
        return Attempt.OVER;
    }

    @Override
    public void close() {
        // Nothing is shared.
    }
}
