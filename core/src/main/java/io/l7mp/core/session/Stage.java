package io.l7mp.core.session;

import io.l7mp.config.ClusterConfig;
import io.l7mp.config.Identity;
import io.l7mp.config.RetryConfig;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.core.snapshot.Snapshot;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Redial;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a session: gets its stream, and gets it again as long as the policy allows.
 *
 * <p>A cluster is looked up by name at every attempt, in the newest snapshot, and held while it is used. The source is a stage
 * too; it begins live and can be had again only where its protocol offers a {@link Redial}. On the session's loop.
 */
final class Stage {
    private final Session session;
    private final int index;
    private final String origin;
    private final RetryConfig policy;
    private final Budget budget;

    private StageState state = new StageState.Connecting(Attempt.OVER, 1);
    private @Nullable Redial redial;
    private @Nullable Stay stay;
    private Metadata agreed = Metadata.EMPTY;
    private boolean known;
    private boolean again;
    private int attempts;
    private @Nullable Target target;
    private @Nullable Identity used;
    private @Nullable Snapshot searched;

    /** Where the last attempt went. */
    record Target(ClusterConfig cluster, Endpoint endpoint) {}

    Stage(Session session, int index, String origin, RetryConfig policy) {
        this.session = session;
        this.index = index;
        this.origin = origin;
        this.policy = policy;
        budget = new Budget(policy, session.hall().facilities().random());
    }

    RetryConfig policy() {
        return policy;
    }

    int index() {
        return index;
    }

    /** {@return the name of the listener or cluster} */
    String origin() {
        return origin;
    }

    StageState state() {
        return state;
    }

    boolean isLive() {
        return state instanceof StageState.Live;
    }

    /** {@return what was agreed when it was first connected} */
    Metadata agreed() {
        return agreed;
    }

    /** {@return the cluster of the last attempt, if there was one} */
    Optional<Cluster> cluster() {
        return Optional.ofNullable(stay).map(Stay::cluster);
    }

    /** {@return where the last attempt went, if one got so far} */
    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /** {@return which cluster it has or tried last, if there was one} */
    Optional<Identity> used() {
        return Optional.ofNullable(used);
    }

    /** {@return how often it was tried, from the session's begin} */
    int attempts() {
        return attempts;
    }

    /** The source is there. */
    void begin(Optional<Redial> possible) {
        redial = possible.orElse(null);
        state = new StageState.Live(Endpoint.virtual(origin), loop().nanos());
    }

    /** Makes the first attempt. */
    void connect() {
        attempt(1);
    }

    private void attempt(int number) {
        attempts++;
        var attempt = new StageAttempt(session, this);
        state = new StageState.Connecting(attempt, number);
        attempt.runs(index == 0 ? dialSource(attempt) : dialCluster(attempt));
    }

    private Attempt dialSource(StageAttempt attempt) {
        var source = redial;
        if (source == null) {
            throw new IllegalStateException("a source without redial was tried again");
        }
        return source.connect(policy.limit(), attempt);
    }

    private Attempt dialCluster(StageAttempt attempt) {
        leaveCluster();
        searched = session.hall().current().get();
        var found = Stay.at(origin, session.hall().current(), loop(), policy.limit());
        if (found.isEmpty()) {
            attempt.failed(Cause.of(Kind.NOT_FOUND, "Cannot find cluster \"" + origin + "\""));
            return Attempt.OVER;
        }
        stay = found.get();
        used = stay.cluster().config().id();
        var endpoint = stay.choose(session.metadata());
        if (endpoint.isEmpty()) {
            attempt.failed(Cause.of(Kind.NOT_FOUND, "No endpoint in cluster"));
            return Attempt.OVER;
        }
        target = new Target(stay.cluster().config(), endpoint.get());
        return stay.connect(endpoint.get(),
                new SessionFacts(session.name(), session.metadata(), agreed, input(), session.seen()),
                attempt);
    }

    private Traits input() {
        return session.pipeline().input(index, session.admission().traits());
    }

    /** The attempt gave a stream. */
    void connected(Connected connected) {
        if (!known) {
            known = true;
            agreed = connected.facts();
            cluster().map(Cluster::config).ifPresent(it -> session.hall().facilities().totals()
                    .clusterRequest(it.name(), it.protocol()));
        }
        var endpoint = target == null ? Endpoint.virtual(origin) : target.endpoint();
        state = new StageState.Live(endpoint, loop().nanos());
        if (stay != null) {
            stay.connected(stay.cluster().traits(input()).reliable(), heard());
        }
        session.stageConnected(this, connected);
    }

    private long heard() {
        return session.pipeline().lane(index).messages();
    }

    /** An attempt failed, or the stage went down before all of them were there. */
    void failed(Cause cause) {
        int number = state instanceof StageState.Connecting(var _, var n) ? n : 1;
        leaveCluster(cause);
        var pause = budget.afterFailure();
        if (pause.isPresent()) {
            await(pause.get(), number + 1, cause);
        } else {
            state = new StageState.Ended(cause);
            session.stageFailed(this, cause);
        }
    }

    /** {@return whether the live stage, which went down, is being connected again} */
    boolean reconnect(Cause cause) {
        var lived = lived();
        boolean retriable = mayRetry();
        leaveCluster(cause);
        var pause = retriable ? budget.afterDisconnect(lived) : Optional.<Duration>empty();
        if (pause.isEmpty()) {
            state = new StageState.Ended(cause);
            return false;
        }
        again = true;
        if (pause.get().isZero()) {
            attempt(1);
        } else {
            await(pause.get(), 1, cause);
        }
        return true;
    }

    private Duration lived() {
        return state instanceof StageState.Live(var _, var since)
                ? Duration.ofNanos(loop().nanos() - since)
                : Duration.ZERO;
    }

    /** {@return whether it would be connected again if it went down now} */
    boolean mayReconnect() {
        return mayRetry() && budget.attemptsIfDown(lived()) > 0;
    }

    /** {@return whether it would be tried once if it went down now, at once and never again} */
    boolean hasOneAttemptNow() {
        return budget.attemptsIfDown(lived()) == 1 && budget.isPromptIfDown(lived());
    }

    /** {@return whether no attempt may follow the one under way} */
    boolean isOutOfAttempts() {
        return budget.isSpent();
    }

    /** Calls the attempt under way off and makes it again, with the newest snapshot. */
    void attemptAnew() {
        if (state instanceof StageState.Connecting(var running, var number)) {
            running.cancel();
            attempt(number);
        }
    }

    /** {@return whether its stream can be had again at all} */
    boolean mayRetry() {
        return index == 0 ? redial != null : stay == null || stay.cluster().retriable();
    }

    /** {@return whether the policy and the kind of stage allow another stream after a disconnect} */
    boolean isRetriedOnDisconnect() {
        return policy.onDisconnect() && mayRetry();
    }

    private void await(Duration time, int number, Cause cause) {
        var pause = new Pause(() -> session.guarded(() -> attempt(number))).atMost(time, loop());
        var before = searched;
        state = new StageState.Waiting(cause.kind() == Kind.NOT_FOUND && before != null
                ? pause.untilThereIs(origin, session.hall().current(), before, loop())
                : pause, number);
    }

    /** Over: calls off what is under way. A live stream is the session's to close. */
    void end(Cause cause) {
        switch (state) {
            case StageState.Connecting(var running, var _) -> running.cancel();
            case StageState.Waiting(var next, var _) -> next.cancel();
            case StageState.Live _,StageState.Ended _ -> {
                // Nothing is under way.
            }
        }
        if (!isLive()) {
            leaveCluster();
        }
        state = new StageState.Ended(cause);
    }

    /** Its stream is gone for good. */
    void gone(Cause cause) {
        if (session.outcome().isEmpty()) {
            leaveCluster(cause);
        }
        leaveCluster();
        state = new StageState.Ended(cause);
    }

    /** Leaves because of what the endpoint did. */
    private void leaveCluster(Cause cause) {
        var left = stay;
        stay = null;
        if (left != null && isLive()) {
            left.wentDown(cause, heard());
        } else if (left != null) {
            left.refused(cause);
        }
    }

    private void leaveCluster() {
        if (stay != null) {
            stay.leave();
            stay = null;
        }
    }

    private Loop loop() {
        return session.loop();
    }

    /** {@return the word that clients know} */
    String status(boolean wired) {
        return state.word(wired, again);
    }
}
