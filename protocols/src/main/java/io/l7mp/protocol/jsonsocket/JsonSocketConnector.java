package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.SessionFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Connects the transport and then shakes hands, anew for each attempt.
 *
 * @param recipe what request headers are made of
 * @param repeat when a request that found no answer is sent again; zero for never
 * @param env of the cluster
 * @param transport its connector, closed with this one
 */
record JsonSocketConnector(RequestRecipe recipe, Duration repeat, ClusterEnv env,
        Connector transport) implements Connector {
    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var unknown = recipe.unknown();
        if (unknown.isPresent()) {
            done.failed(Cause.of(Kind.LIMIT, // of ours: nothing was sent
                    "Unknown JSONSocket header spec: " + Words.excerpt(env.json(), unknown.get())));
            return Attempt.OVER;
        }
        byte[] request;
        try {
            request = env.json().write(recipe.header(session.metadata())).getBytes(StandardCharsets.UTF_8);
        } catch (ConfigException wrong) {
            done.failed(Cause.of(Kind.LIMIT, "JSONSocket header: " + wrong.getMessage()));
            return Attempt.OVER;
        }
        var dial = new JsonSocketDial(this, request, loop, limit, done);
        dial.start(endpoint, session);
        return dial;
    }

    @Override
    public void close() {
        transport.close();
    }
}
