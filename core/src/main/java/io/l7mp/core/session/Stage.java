package io.l7mp.core.session;

import io.l7mp.config.RetryConfig;
import io.l7mp.core.cluster.Cluster;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Redial;
import io.l7mp.spi.SessionFacts;
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
    private @Nullable Cluster cluster;
    private Metadata agreed = Metadata.EMPTY;
    private boolean known;
    private boolean again;

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
        return Optional.ofNullable(cluster);
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
        var tried = new Try(number);
        state = new StageState.Connecting(tried, number);
        var running = index == 0 ? dialSource(tried) : dialCluster(tried);
        tried.running = running;
        if (tried.cancelled) {
            running.cancel();
        }
    }

    private Attempt dialSource(Try tried) {
        var source = redial;
        if (source == null) {
            throw new IllegalStateException("a source without redial was tried again");
        }
        tried.endpoint = Endpoint.virtual(origin);
        return source.connect(policy.limit(), tried);
    }

    private Attempt dialCluster(Try tried) {
        leaveCluster();
        var found = enterCluster();
        if (found.isEmpty()) {
            tried.failed(Cause.of(Kind.NOT_FOUND, "Cannot find cluster \"" + origin + "\""));
            return Attempt.OVER;
        }
        cluster = found.get();
        var endpoint = cluster.choose(session.metadata());
        if (endpoint.isEmpty()) {
            tried.failed(Cause.of(Kind.NOT_FOUND, "No endpoint in cluster"));
            return Attempt.OVER;
        }
        tried.endpoint = endpoint.get();
        var facts = new SessionFacts(session.name(), session.metadata(), agreed,
                session.pipeline().input(index, session.admission().traits()));
        return cluster.connect(endpoint.get(), facts, loop(), policy.limit(), tried);
    }

    /** A cluster is closed only after a newer snapshot holds: who finds it closed looks again. */
    private Optional<Cluster> enterCluster() {
        var found = session.hall().current().get().cluster(origin);
        while (found.isPresent() && !found.get().enter()) {
            found = session.hall().current().get().cluster(origin);
        }
        return found;
    }

    private void connected(Endpoint endpoint, Connected connected) {
        if (!known) {
            known = true;
            agreed = connected.facts();
        }
        state = new StageState.Live(endpoint, loop().nanos());
        session.stageConnected(this, connected.stream());
    }

    /** An attempt failed, or the stage went down before all of them were there. */
    void failed(Cause cause) {
        int number = state instanceof StageState.Connecting(var _, var n) ? n : 1;
        leaveCluster();
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
        var lived = state instanceof StageState.Live(var _, var since)
                ? Duration.ofNanos(loop().nanos() - since)
                : Duration.ZERO;
        leaveCluster();
        var pause = mayRetry() ? budget.afterDisconnect(lived) : Optional.<Duration>empty();
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

    /** {@return whether its stream can be had again at all} */
    boolean mayRetry() {
        return index == 0 ? redial != null : cluster == null || cluster.retriable();
    }

    /** {@return whether the policy and the kind of stage allow another stream after a disconnect} */
    boolean isRetriedOnDisconnect() {
        return policy.onDisconnect() && mayRetry();
    }

    private void await(Duration pause, int number, Cause cause) {
        var timer = loop().after(pause, () -> attemptAgain(number));
        Attempt watch = cause.kind() == Kind.NOT_FOUND
                ? session.hall().current().watch(loop(), () -> attemptIfThere(number))
                : Attempt.OVER;
        state = new StageState.Waiting(() -> {
            timer.cancel();
            watch.cancel();
        }, number);
    }

    private void attemptAgain(int number) {
        stopWaiting();
        session.guarded(() -> attempt(number));
    }

    private void attemptIfThere(int number) {
        var there = session.hall().current().get().cluster(origin);
        if (state instanceof StageState.Waiting && there.isPresent()
                && there.get().choose(session.metadata()).isPresent()) {
            attemptAgain(number);
        }
    }

    private void stopWaiting() {
        if (state instanceof StageState.Waiting(var next, var _)) {
            next.cancel();
        }
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
        leaveCluster();
        state = new StageState.Ended(cause);
    }

    private void leaveCluster() {
        if (cluster != null) {
            cluster.leave();
            cluster = null;
        }
    }

    private Loop loop() {
        return session.loop();
    }

    /** {@return the word that clients know (spec/proxy.md, section 8.2)} */
    String status(boolean wired) {
        return switch (state) {
            case StageState.Connecting(var _, var number) ->
                number > 1 ? "RETRYING" : again ? "DISCONNECTED" : "INIT";
            case StageState.Waiting(var _, var number) -> number > 1 ? "RETRYING" : "DISCONNECTED";
            case StageState.Live _ -> wired ? "READY" : "CONNECTED";
            case StageState.Ended _ -> "END";
        };
    }

    /** One attempt. Its completion may come before the call that started it returns. */
    private final class Try implements Attempt, Completion<Connected> {
        private final int number;
        private Endpoint endpoint = Endpoint.virtual(origin);
        private Attempt running = Attempt.OVER;
        private boolean over;
        private boolean cancelled;

        Try(int number) {
            this.number = number;
        }

        @Override
        public void cancel() {
            cancelled = true;
            running.cancel();
        }

        @Override
        public void done(Connected value) {
            if (first("done")) {
                session.guarded(() -> connected(endpoint, value));
            } else {
                value.stream().close(Cause.of(Kind.SHUTDOWN, "nobody waits for this attempt any more"));
            }
        }

        @Override
        public void failed(Cause cause) {
            if (first("failed")) {
                session.guarded(() -> Stage.this.failed(cause));
            }
        }

        private boolean first(String what) {
            boolean first = !over && !cancelled;
            if (over) {
                session.guarded(() -> {
                    throw new IllegalStateException(
                            what + " came twice for attempt " + number + " of " + origin);
                });
            }
            over = true;
            return first;
        }
    }
}
