package io.l7mp.core.session;

import io.l7mp.config.ListenerOptions;
import io.l7mp.config.RetryConfig;
import io.l7mp.config.RouteConfig;
import io.l7mp.core.route.Verdict;
import io.l7mp.core.stream.Activity;
import io.l7mp.core.stream.Lane;
import io.l7mp.core.stream.LaneOwner;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Path;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flow from the offer of a peer to the last closed stream, on the loop of that offer.
 *
 * <p>It asks for its route, lets every stage connect at once, opens the offer when all are there, and then only hears of ends:
 * payload runs through the lanes without it. What is under way is kept by the stages, what flows by the lanes; the session's own
 * state follows from both. Every session ends once, with one {@link Outcome}, however many things fail.
 */
public final class Session implements LaneOwner {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** For listeners without an idle limit. */
    private static final Duration LONGEST_READ = Duration.ofHours(1);

    private final Hall hall;
    private final Admission admission;
    private final Offer offer;
    private final String name;
    private final Events events;
    private final Activity activity = new Activity();
    private final List<QuietTimer> timers = new ArrayList<>(1);

    private Metadata metadata;
    private Stage[] stages = {};
    private Lane[] lanes = {};
    private int destination;
    private @Nullable Finishing finishing;
    private @Nullable QuietTimer waiting;
    private @Nullable QuietTimer reading;
    private boolean opened;
    private boolean peerLeft;
    private boolean listed = true;
    private @Nullable Timer unlisting;
    private int leaving;
    private @Nullable Outcome outcome;

    Session(Hall hall, Admission admission, Offer offer, String name) {
        this.hall = hall;
        this.admission = admission;
        this.offer = offer;
        this.name = name;
        events = new Events(hall.facilities().clock());
        metadata = offer.metadata();
    }

    // ---- from the offer to the first payload ----

    /** Looks for the way, and sets out. */
    void begin() {
        activity.touch(loop().nanos());
        events.add("INIT", "Session " + name + " initialized", "");
        guarded(() -> {
            offer.onGone(() -> guarded(this::peerGone));
            if (outcome == null) {
                lookUp();
            }
        });
    }

    private void lookUp() {
        var facts = offer.metadata();
        metadata = Metadata.of(new Named(name, facts));
        var snapshot = hall.current().get();
        var listener = admission.listener();
        var now = snapshot.tree().listeners().get(listener.name());
        if (now == null || !now.id().equals(listener.id())) {
            fail(Side.PROXY, Cause.of(Kind.NO_ROUTE, "Cannot find listener " + listener.name()));
            return;
        }
        switch (snapshot.routes().route(listener.rules(), name, metadata)) {
            case Verdict.Failed(var cause) -> fail(Side.PROXY, cause);
            case Verdict.Routed(var list, var rule, var rewritten, var route) -> {
                metadata = rewritten;
                events.add("LOOKUP SUCCESS", "Successfull lookup on rulelist:" + list + "/rule:" + rule, "");
                setOut(route);
            }
        }
    }

    private void setOut(RouteConfig route) {
        var origins = new ArrayList<String>();
        origins.add(admission.listener().name());
        origins.addAll(route.ingress());
        origins.add(route.destination());
        origins.addAll(route.egress());
        destination = route.ingress().size() + 1;
        stages = new Stage[origins.size()];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = new Stage(this, i, origins.get(i), route.retry());
        }
        lanes = Lane.ring(stages.length, loop(), this, activity);
        finishing = new Finishing(lanes, destination);
        for (int i = 1; i < stages.length && outcome == null; i++) {
            stages[i].connect();
        }
    }

    /** A stage has its stream: the first, or another one in the middle of the flow. */
    void stageConnected(Stage stage, Stream stream) {
        if (outcome != null) {
            stream.close(Cause.DONE);
            return;
        }
        lanes[stage.index()].put(stream);
        if (opened) {
            shape();
            finishing().tell(stage.index());
            if (allLive()) {
                events.add("CONNECT", "Session successfully connected", "");
            }
        } else {
            openIfReady();
        }
    }

    private boolean allLive() {
        for (var stage : stages) {
            if (!stage.isLive()) {
                return false;
            }
        }
        return true;
    }

    private void openIfReady() {
        for (int i = 1; i < stages.length; i++) {
            if (!stages[i].isLive()) {
                return;
            }
        }
        var source = offer.open(stages[destination].agreed());
        opened = true;
        stages[0].begin(offer.redial());
        lanes[0].put(source);
        events.add("CONNECT", "Session successfully connected", "");
        startTimers();
        shape();
        for (var lane : lanes) {
            lane.flow();
        }
    }

    /** Tells the lanes what they carry: a stage may come back as something else, if its cluster was changed meanwhile. */
    private void shape() {
        for (int i = 0; i < stages.length; i++) {
            lanes[i].shape(input(i + 1), i + 1 == stages.length ? admission.traits() : input(i + 2));
        }
    }

    /** {@return what the stages before this one keep of what the source gives} */
    Traits input(int index) {
        var traits = admission.traits();
        for (int i = 1; i < index; i++) {
            var before = traits;
            traits = stages[i].cluster().map(cluster -> cluster.traits(before)).orElse(before);
        }
        return traits;
    }

    private void startTimers() {
        activity.touch(loop().nanos());
        var idle = admission.idle();
        if (!idle.isZero()) {
            timers.add(QuietTimer.quietFor(idle, loop(), activity,
                    () -> expire("no payload for " + idle.toMillis() + " milliseconds")));
        }
        var lifetime = ListenerOptions.seconds(admission.listener().options().lifetime());
        if (!lifetime.isZero()) {
            var born = new Activity();
            born.touch(loop().nanos());
            timers.add(QuietTimer.quietFor(lifetime, loop(), born,
                    () -> expire("life time of " + lifetime.toMillis() + " milliseconds is over")));
        }
    }

    /** A limit was reached: that is told as a failure, but peers see an orderly end. */
    private void expire(String limit) {
        end(new Outcome.Failed(Side.PROXY, Cause.of(Kind.TIMED_OUT, limit)), Cause.of(Kind.SHUTDOWN, limit));
    }

    /** No attempt is left for a stage, or no other stream may take the place of the one that went down. */
    void stageFailed(Stage stage, Cause cause) {
        if (opened) {
            fail(stage.index() == 0 ? Side.DOWNSTREAM : Side.UPSTREAM, cause);
        } else {
            var side = cause.kind() == Kind.NOT_FOUND ? Side.PROXY : Side.UPSTREAM;
            fail(side, new Cause(cause.kind(), cause.message(),
                    "Pipeline setup failed for session \"" + name + "\": " + cause.text(), cause.detail()));
        }
    }

    private void peerGone() {
        peerLeft = true;
        end(new Outcome.Finished("the peer left before it was connected"), Cause.DONE);
    }

    // ---- what lanes report ----

    @Override
    public void finished(int index, Metadata trailers) {
        if (outcome != null) {
            return;
        }
        var stage = stages[index];
        if (!opened) {
            leaving++;
            lanes[index].dismiss(Cause.DONE);
            stage.failed(Cause.of(Kind.RESET, "ended before the session was connected"));
        } else if (index != 0 && isRetried(stage)) {
            down(stage, Cause.DONE);
        } else {
            passEnd(index, trailers);
        }
    }

    private void passEnd(int index, Metadata trailers) {
        boolean told = finishing().pass(index, trailers);
        if (finishing().isComplete()) {
            finish();
        } else if (!told || finishing().isUnderWay()) {
            waitForQuiet(ListenerOptions.seconds(admission.listener().options().finishTimeout()));
        }
    }

    /** Ends the session in order when nothing moved for a while. */
    private void waitForQuiet(Duration quiet) {
        if (waiting == null) {
            activity.touch(loop().nanos());
            waiting = QuietTimer.quietFor(quiet, loop(), activity, this::finish);
        }
    }

    private void finish() {
        end(new Outcome.Finished(""), Cause.DONE);
    }

    @Override
    public void closed(int index, Cause cause) {
        var stage = stages[index];
        if (outcome != null) {
            stage.gone(cause);
            settle();
        } else if (!opened) {
            stage.failed(cause.isOrderly()
                    ? Cause.of(Kind.RESET, "ended before the session was connected")
                    : cause);
        } else if (cause.isOrderly()) {
            stage.gone(cause);
            if (finishing().isComplete()) {
                finish();
            } else if (index == 0 || !finishing().goesOn(index)
                    || (index != destination && !finishing().wasTold(index))) {
                // Who is gone before it was told the end holds up who writes to it, and so perhaps the whole ring.
                waitForQuiet(hall.facilities().linger());
            }
        } else if (isRetried(stage)) {
            down(stage, cause);
        } else {
            lost(stage, cause);
        }
    }

    /** {@return whether a stage that goes down now is connected again; never once the source ended in order, or it was told to end} */
    private boolean isRetried(Stage stage) {
        return opened && stage.isRetriedOnDisconnect() && !finishing().hasBegun()
                && !finishing().wasTold(stage.index())
                && (policy().byteStreams().equals("resume") || !isTornByteStream(stage.index()));
    }

    /** {@return whether bytes passed a stage that has no borders to begin again at} */
    private boolean isTornByteStream(int index) {
        var before = lanes[(index + lanes.length - 1) % lanes.length];
        boolean used = before.bytes() > 0 || lanes[index].bytes() > 0;
        return used && (before.carriesBytes() || lanes[index].carriesBytes());
    }

    /** A stage broke that will not be connected again. */
    private void lost(Stage stage, Cause cause) {
        var side = stage.index() == 0 ? Side.DOWNSTREAM : Side.UPSTREAM;
        boolean mayRetry = stage.mayRetry();
        stage.gone(cause);
        reportDown(stage, cause);
        if (policy().onDisconnect() && !mayRetry) {
            fail(side,
                    cause.kind() == Kind.BUG
                            ? cause
                            : new Cause(cause.kind(), "Session " + name + ": Stage \""
                                    + stage.origin() + "/ID:" + stage.index() + "\" is not retriable",
                                    cause.content(),
                                    cause.detail()));
        } else {
            end(new Outcome.Failed(side, cause), cause);
        }
    }

    private RetryConfig policy() {
        return stages[0].policy();
    }

    /** A stage went down, and is connected again if its budget allows. */
    private void down(Stage stage, Cause cause) {
        reportDown(stage, cause);
        if (lanes[stage.index()].stream() != null) {
            leaving++;
            lanes[stage.index()].dismiss(cause.isOrderly() ? Cause.DONE : cause);
        }
        if (!stage.reconnect(cause) && outcome == null) {
            stageFailed(stage, cause.isOrderly() ? Cause.of(Kind.RESET, "the peer ended the stream") : cause);
        }
    }

    private void reportDown(Stage stage, Cause cause) {
        events.add("DISCONNECT", "Session.disconnect: Stage: " + stage.origin()
                + (cause.isOrderly() ? ": Reason: unknown" : ": Error: " + cause.message() + ":"),
                cause.content());
    }

    @Override
    public void left(int stage) {
        leaving--;
        if (outcome != null) {
            settle();
        }
    }

    @Override
    public void broken(int stage, Throwable bug) {
        LOG.atError().addKeyValue("session", name).setCause(bug).log("session ended by a bug");
        if (outcome == null) {
            fail(Side.PROXY, Cause.of(Kind.BUG, "internal error, described in the log"));
        } else {
            hall.facilities().totals().bug();
        }
    }

    /** Runs a step; what it throws ends this session and no other. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable bug) {
            broken(0, bug);
        }
    }

    // ---- the end ----

    private void fail(Side side, Cause cause) {
        end(new Outcome.Failed(side, cause), cause);
    }

    /** Ends the session because somebody says so; harmless when it is over. On the loop. */
    void endOnRequest(String reason) {
        end(new Outcome.Finished(reason), Cause.of(Kind.SHUTDOWN, reason));
    }

    /** Disconnects every stage that uses an endpoint, so that the policy decides how it goes on. On the loop. */
    void disconnect(String cluster, String endpoint) {
        for (var stage : stages) {
            boolean uses = stage.index() != 0 && stage.origin().equals(cluster)
                    && stage.state() instanceof StageState.Live(var live, var _)
                    && live.name().equals(endpoint);
            if (uses && outcome == null) {
                var cause = Cause.of(Kind.SHUTDOWN, "Traversed EndPoint " + endpoint + " of " + place(stage)
                        + " is deleted from API");
                guarded(() -> takeDown(stage, cause));
            }
        }
    }

    private void takeDown(Stage stage, Cause cause) {
        if (isRetried(stage)) {
            down(stage, cause);
        } else {
            reportDown(stage, cause);
            endOnRequest(cause.content());
        }
    }

    private String place(Stage stage) {
        return stage.index() == destination
                ? "destination cluster " + stage.origin()
                : "Cluster " + stage.origin() + " on the "
                        + (stage.index() < destination ? "ingress" : "egress")
                        + " chain";
    }

    private void end(Outcome how, Cause cause) {
        if (outcome != null) {
            return;
        }
        outcome = how;
        if (cause.kind() == Kind.BUG) {
            hall.facilities().totals().bug();
        }
        report(how);
        timers.forEach(QuietTimer::cancel);
        if (waiting != null) {
            waiting.cancel();
        }
        for (var stage : stages) {
            if (!stage.isLive()) {
                stage.end(cause);
            }
        }
        if (!opened && !peerLeft) {
            guardedClose(() -> offer.refuse(cause));
        }
        closeAll(cause);
        settle();
    }

    private void closeAll(Cause cause) {
        for (int i = 0; i < lanes.length; i++) {
            int stage = i;
            guardedClose(() -> close(stage, cause));
        }
    }

    private void close(int stage, Cause cause) {
        if (cause.kind() == Kind.DONE && opened && finishing().closesByItself(stage)) {
            waitForReader();
            return;
        }
        if (cause.isOrderly()) {
            finishing().force(stage);
        }
        var stream = lanes[stage].stream();
        if (stream != null) {
            stream.close(cause);
        }
    }

    /** What a peer has been sent may wait for it longer than a close would: it reads slowly, and has until the idle limit. */
    private void waitForReader() {
        var limit = admission.idle().isZero() ? LONGEST_READ : admission.idle();
        if (reading == null) {
            activity.touch(loop().nanos());
            reading = QuietTimer.quietFor(limit, loop(), activity,
                    () -> closeAll(Cause.of(Kind.SHUTDOWN, "what was sent was not read")));
        }
    }

    /** What throws while everything is closed must not keep the rest open. */
    private void guardedClose(Runnable step) {
        try {
            step.run();
        } catch (Throwable bug) {
            hall.facilities().totals().bug();
            LOG.atError().addKeyValue("session", name).setCause(bug).log("closing failed by a bug");
        }
    }

    private void report(Outcome how) {
        switch (how) {
            case Outcome.Finished(var reason) when reason.isEmpty() -> events.add("END", "Normal end", "");
            case Outcome.Finished(var reason) -> events.add("END", "OK", reason);
            case Outcome.Failed(var side, var cause) when opened && !isError(side, cause) ->
                events.add("END", "Normal end", cause.text());
            case Outcome.Failed(var _, var cause) -> events.add("ERROR", cause.message(), cause.content());
        }
        LOG.atDebug().addKeyValue("session", name).addKeyValue("outcome", how.code()).log("session ended");
    }

    /** {@return whether a connected session that ends for this cause ends with an error, as clients know it} */
    private boolean isError(Side side, Cause cause) {
        return cause.kind() == Kind.BUG || (side != Side.PROXY && policy().onDisconnect());
    }

    /** The session is over when its last stream is. */
    private void settle() {
        if (!listed || leaving > 0) {
            return;
        }
        for (var lane : lanes) {
            if (lane.stream() != null) {
                return;
            }
        }
        listed = false;
        if (reading != null) {
            reading.cancel();
        }
        events.add("DESTROY", "Session destroyed", "");
        for (var why : Drop.values()) {
            long count = dropped(why);
            if (count > 0) {
                hall.facilities().totals().dropped(why.label(), count);
            }
        }
        hall.sessions().ended(this);
    }

    private long dropped(Drop why) {
        long sum = 0;
        for (var lane : lanes) {
            sum += lane.dropped(why);
        }
        return sum;
    }

    /** Does something when it was listed long enough. On the loop. */
    void listFor(Duration time, Runnable then) {
        unlisting = loop().after(time, then);
    }

    /** It is listed no more. On the loop. */
    void unlisted() {
        if (unlisting != null) {
            unlisting.cancel();
        }
    }

    // ---- what others may see; on the loop, but for the first three ----

    /** {@return its name, unique among listed sessions} */
    public String name() {
        return name;
    }

    /** {@return the loop it lives on} */
    public Loop loop() {
        return offer.loop();
    }

    Admission admission() {
        return admission;
    }

    Hall hall() {
        return hall;
    }

    Metadata metadata() {
        return metadata;
    }

    Events events() {
        return events;
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    Stage[] stages() {
        return stages;
    }

    Lane[] lanes() {
        return lanes;
    }

    int destination() {
        return destination;
    }

    boolean isOpened() {
        return opened;
    }

    /** {@return whether streams of it are still open, or may come to be} */
    boolean isAlive() {
        return listed;
    }

    /** {@return whether that cluster is its destination or in one of its chains} */
    boolean uses(String cluster) {
        for (var stage : stages) {
            if (stage.index() != 0 && stage.origin().equals(cluster)) {
                return true;
            }
        }
        return false;
    }

    private Finishing finishing() {
        if (finishing == null) {
            throw new IllegalStateException("no stages yet");
        }
        return finishing;
    }

    /** The protocol's facts, with the session's name before them. */
    private record Named(String name, Metadata facts) implements Metadata.Facts {
        @Override
        public Json.Obj json() {
            return new Json.Obj(prepend());
        }

        private Map<String, Json> prepend() {
            var members = new LinkedHashMap<String, Json>();
            members.put("name", Json.of(name));
            members.putAll(facts.json().members());
            return members;
        }

        @Override
        public Optional<Json> get(Path path) {
            var segments = path.segments();
            boolean plain = !segments.isEmpty() && !segments.getFirst().equals("name");
            return plain ? facts.get(path) : path.get(json());
        }
    }
}
