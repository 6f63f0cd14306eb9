package io.l7mp.protocol.sync;

import io.l7mp.protocol.wire.Label;
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
import io.l7mp.spi.Path;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups of one cluster, by label. Who enters and who leaves is counted here, in one step with looking the group up, so that
 * nobody can enter a group that is being given up. Any thread.
 */
final class SyncConnector implements Connector {
    private final Path query;
    private final ClusterEnv env;
    private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();

    SyncConnector(Path query, ClusterEnv env) {
        this.query = query;
        this.env = env;
    }

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var label = Label.of(session.metadata(), query, env.json());
        if (label.isEmpty()) {
            done.failed(Cause.of(Kind.PROTOCOL, "SyncCluster.stream: reject: Session: \"" + session.name()
                    + "\": query \"" + query.text() + "\": empty label"));
            return Attempt.OVER;
        }
        var group = groups.compute(label, (_, there) -> {
            var entered = there == null ? new Group(loop, env) : there;
            entered.enter();
            return entered;
        });
        var member = new Member(loop, SyncProtocol.traits(session.input()), group,
                leaving -> leave(label, group, leaving));
        group.add(member);
        done.done(new Connected(member, Metadata.EMPTY));
        return Attempt.OVER;
    }

    private void leave(String label, Group group, Member member) {
        var still = groups.computeIfPresent(label, (_, there) -> there.leave() ? null : there);
        group.remove(member, still == null);
    }

    /** {@return how many groups there are} */
    int groups() {
        return groups.size();
    }

    @Override
    public void close() {
        // The last session has left, and with it the last group.
    }
}
