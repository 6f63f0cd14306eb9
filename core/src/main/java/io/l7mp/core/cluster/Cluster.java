package io.l7mp.core.cluster;

import io.l7mp.config.ClusterConfig;
import io.l7mp.core.registry.Facilities;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A named destination as one snapshot has it: a connector, which outlives the snapshot, and the choice of an endpoint.
 *
 * <p>A stage that uses a cluster enters it first and leaves it at the end, so that the connector stays open as long as a session
 * has a stream of it, whatever becomes of the configuration. Any thread, but {@link #choose} and {@link #connect} on the
 * session's loop.
 */
public final class Cluster {
    private final ClusterConfig config;
    private final OutboundProtocol<?> protocol;
    private final SharedConnector shared;
    private final Members members;
    private final @Nullable Balancer balancer;
    private final RandomGenerator random;

    private Cluster(ClusterConfig config, OutboundProtocol<?> protocol, SharedConnector shared,
            Members members, @Nullable Balancer balancer, RandomGenerator random) {
        this.config = config;
        this.protocol = protocol;
        this.shared = shared;
        this.members = members;
        this.balancer = balancer;
        this.random = random;
    }

    /** {@return a cluster with a connector of its own} */
    public static Cluster open(ClusterConfig config, OutboundProtocol<?> protocol, ClusterEnv env,
            Facilities facilities) {
        var connector = open(protocol, config.settings(), env);
        return make(config, protocol, new SharedConnector(connector), Members.NONE, facilities);
    }

    private static <S extends Record> Connector open(OutboundProtocol<S> protocol, Record settings,
            ClusterEnv env) {
        return protocol.open(protocol.clusterSpec().cast(settings), env);
    }

    private static Cluster make(ClusterConfig config, OutboundProtocol<?> protocol, SharedConnector shared,
            Members before, Facilities facilities) {
        var members = before.next(config);
        var random = facilities.random();
        var balancer = members.all().isEmpty()
                ? null
                : Balancer.of(config.balancer(), members.all(), random);
        return new Cluster(config, protocol, shared, members, balancer, random);
    }

    /** {@return the same cluster with other endpoints or another balancer; the connector is now held for it as well} */
    public Cluster with(ClusterConfig changed, Facilities facilities) {
        var next = changed.equals(config)
                ? new Cluster(changed, protocol, shared, members, balancer, random)
                : make(changed, protocol, shared, members, facilities);
        if (!shared.enter()) { // last, since nobody would leave for a cluster that could not be made
            throw new IllegalStateException("cluster " + config.name() + " was closed already");
        }
        return next;
    }

    /** {@return whether the other is this cluster with the same settings, so that its connector can be kept} */
    public boolean keepsConnectorOf(ClusterConfig other) {
        return config.id().equals(other.id()) && config.settings().equals(other.settings());
    }

    /** {@return whether the connector is still open; it is held then} */
    public boolean enter() {
        return shared.enter();
    }

    /** Lets go of the connector. */
    public void leave() {
        shared.leave();
    }

    /** {@return the endpoint for a session on that loop, which gives it back; empty if there is none} */
    public Optional<Lease> choose(Metadata metadata, Loop loop) {
        if (balancer == null) {
            return Optional.empty();
        }
        var member = balancer.choose(metadata, members.avoided(loop.nanos()));
        return Optional.of(new Lease(member, members.watched(), loop, random));
    }

    /** {@return whether there is an endpoint to choose} */
    public boolean hasEndpoint() {
        return balancer != null;
    }

    /** {@return how its endpoints are, in their order} */
    public List<EndpointStatus> health() {
        return members.all().stream().map(member -> new EndpointStatus(member.endpoint().name(),
                member.standing().sessions(), members.watched() && member.standing().health().isResting()))
                .toList();
    }

    /** Tries once; see {@link Connector#connect}. */
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        return shared.connector().connect(endpoint, session, loop, limit, done);
    }

    /** {@return what streams of this cluster keep of such an input} */
    public Traits traits(Traits input) {
        return traits(protocol, config.settings(), input).after(input);
    }

    private static <S extends Record> Traits traits(OutboundProtocol<S> protocol, Record settings,
            Traits input) {
        return protocol.clusterTraits(protocol.clusterSpec().cast(settings), input);
    }

    /** {@return whether a stream that went down can be had again} */
    public boolean retriable() {
        return protocol.retriable();
    }

    /** {@return whether its sessions end by themselves after one answer} */
    public boolean answersOnce() {
        return protocol.answersOnce();
    }

    /** {@return what was configured} */
    public ClusterConfig config() {
        return config;
    }
}
