package io.l7mp.core.session;

import io.l7mp.config.ClusterConfig;
import io.l7mp.config.EndpointConfig;
import io.l7mp.config.Identity;
import io.l7mp.config.Removed;
import io.l7mp.config.Tree;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.session.Fate.Turn;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to the sessions there are. A plan and the change itself ask the same object for each session's fate; objects
 * are told apart by identity, so that a session of something new of an old name is spared. Immutable; asked on the session's loop.
 */
public final class Impact {
    /** Deleted recursively, in the order in which sessions are to end. */
    private final Map<Identity, Loss> losses = new HashMap<>();
    private final Tree before;
    private final Tree next;

    /** Something that takes sessions along, and its turn. */
    private record Loss(int order, Removed removed) {
        String reason() {
            return switch (removed.kind()) {
                case LISTENER -> "Listener deleted from API";
                default -> "Traversed Cluster deleted from API";
            };
        }
    }

    /**
     * Makes it of a change.
     *
     * @param removed what it deletes; what is not deleted recursively touches nobody
     * @param before what there was
     * @param next what there is then
     */
    public Impact(List<Removed> removed, Tree before, Tree next) {
        this.before = before;
        this.next = next;
        for (var each : removed) {
            boolean carries = switch (each.kind()) {
                case LISTENER, CLUSTER, ENDPOINT -> each.recursive();
                case RULE_LIST, RULE, ROUTE -> false;
            };
            if (carries) {
                losses.putIfAbsent(each.id(), new Loss(losses.size(), each));
            }
        }
    }

    /** {@return whether there may be a session whose fate is carried out at once} */
    boolean strikes() {
        return !losses.isEmpty();
    }

    /** Decides; changes nothing. */
    Fate of(Session session) {
        if (session.outcome().isPresent()) {
            return new Fate.Spared();
        }
        var end = isAnswering(session) ? Optional.<Loss>empty() : carrier(session);
        if (end.isPresent()) {
            return new Fate.Ends(end.get().reason());
        }
        var blows = losses.isEmpty() ? List.<Fate.Blow>of() : blows(session);
        return blows.isEmpty() ? later(session) : new Fate.Hit(blows);
    }

    /** {@return whether it ends by itself in a moment, as a request of the API that deletes what carries it} */
    private static boolean isAnswering(Session session) {
        var pipeline = session.pipeline();
        return pipeline.size() > 0
                && pipeline.stage(pipeline.destination()).cluster().filter(Cluster::answersOnce).isPresent();
    }

    /** {@return the first thing to go of all that carries the session} */
    private Optional<Loss> carrier(Session session) {
        var first = losses.get(session.admission().listener().id());
        for (var stage : session.pipeline().stages()) {
            var loss = isCarried(stage) ? stage.used().map(losses::get).orElse(null) : null;
            if (loss != null && (first == null || loss.order() < first.order())) {
                first = loss;
            }
        }
        return Optional.ofNullable(first);
    }

    /** A stage that waits has nothing to lose if another cluster takes the place of the one that it tried: it may be there already. */
    private boolean isCarried(Stage stage) {
        boolean findsAnother = stage.state() instanceof StageState.Waiting
                && next.clusters().containsKey(stage.origin());
        return stage.index() != 0 && !findsAnother;
    }

    private List<Fate.Blow> blows(Session session) {
        var blows = new ArrayList<Fate.Blow>();
        for (var stage : session.pipeline().stages()) {
            endpoint(stage).filter(endpoint -> losses.containsKey(endpoint.id()))
                    .ifPresent(endpoint -> blows.add(blow(session, stage, endpoint)));
        }
        return blows;
    }

    /** {@return where the stage's stream, or the attempt under way, leads} */
    private static Optional<EndpointConfig> endpoint(Stage stage) {
        boolean leads = stage.index() != 0
                && (stage.isLive() || stage.state() instanceof StageState.Connecting);
        return leads ? stage.target().flatMap(Impact::endpoint) : Optional.empty();
    }

    private static Optional<EndpointConfig> endpoint(Stage.Target target) {
        return target.cluster().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(target.endpoint().name())).findFirst();
    }

    private Fate.Blow blow(Session session, Stage stage, EndpointConfig endpoint) {
        var cause = Cause.of(Kind.SHUTDOWN, "Traversed EndPoint " + endpoint.name() + " of "
                + session.pipeline().place(stage) + " is deleted from API");
        var cluster = next.clusters().get(stage.origin());
        boolean nowhere = cluster == null || (!cluster.virtual() && cluster.endpoints().isEmpty());
        if (!stage.isLive()) {
            return new Fate.Blow(stage, Turn.CALLED_OFF, nowhere && stage.isOutOfAttempts(), cause);
        }
        boolean again = session.isRetried(stage) && stage.mayReconnect();
        return new Fate.Blow(stage, again ? Turn.RECONNECTED : Turn.LAST,
                nowhere && stage.hasOneAttemptNow(), cause);
    }

    private Fate later(Session session) {
        for (var stage : session.pipeline().stages()) {
            boolean tries = stage.state() instanceof StageState.Connecting
                    || stage.state() instanceof StageState.Waiting;
            if (stage.index() != 0 && tries) {
                var name = stage.origin();
                var news = news(before.clusters().get(name), next.clusters().get(name), name);
                if (news.isPresent()) {
                    return new Fate.Later("its next attempt finds " + news.get());
                }
            }
        }
        return new Fate.Spared();
    }

    private static Optional<String> news(@Nullable ClusterConfig before, @Nullable ClusterConfig now,
            String name) {
        if (Objects.equals(before, now)) {
            return Optional.empty();
        }
        if (now == null) {
            return Optional.of("no cluster " + name);
        }
        return Optional.of(before == null || !before.id().equals(now.id())
                ? "the new cluster " + name
                : "cluster " + name + " changed");
    }
}
