package io.l7mp.protocol.metric;

import io.l7mp.protocol.wire.Label;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Finds a session's labels when it connects; a peer may choose their values, so they are cut. */
record MetricConnector(MetricClusterSpec spec, ClusterEnv env) implements Connector {
    private static final int LONGEST = 256;

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var traits = Traits.IN_MEMORY.after(session.input());
        done.done(new Connected(new MetricStream(loop, traits, env.meter(labels(session))), Metadata.EMPTY));
        return Attempt.OVER;
    }

    private SequencedMap<String, String> labels(SessionFacts session) {
        var labels = new LinkedHashMap<String, String>();
        if (spec.perSession()) {
            labels.put(MetricClusterSpec.SESSION, session.name());
        }
        labels.put(MetricClusterSpec.CLUSTER, env.owner());
        for (var label : spec.labels()) {
            labels.put(label.name(), cut(value(label, session.metadata())));
        }
        return labels;
    }

    private String value(MetricLabelSpec label, Metadata metadata) {
        return label.key().isEmpty() ? label.value() : Label.of(metadata, Path.of(label.key()), env.json());
    }

    private static String cut(String value) {
        if (value.length() <= LONGEST) {
            return value;
        }
        boolean inPair = Character.isHighSurrogate(value.charAt(LONGEST - 1));
        return value.substring(0, inPair ? LONGEST - 1 : LONGEST);
    }

    @Override
    public void close() {
        // Nothing is shared.
    }
}
