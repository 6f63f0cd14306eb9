package io.l7mp.core.session;

import io.l7mp.config.ListenerOptions;
import io.l7mp.config.RetryConfig;
import io.l7mp.config.RouteConfig;
import io.l7mp.core.route.Verdict;
import io.l7mp.core.stream.Activity;
import io.l7mp.core.stream.Lane;
import io.l7mp.core.stream.LaneOwner;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Path;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flow from the offer of a peer to the last closed stream, on the loop of that offer.
 *
 * <p>It asks for its route, lets every stage connect at once, opens the offer when all are there, and then only hears of ends:
 * payload runs through the lanes without it. What is under way is kept by the stages, what flows by the lanes; the session's own
 * state follows from both. Every session ends once, with one {@link Outcome}, however many things fail. The file is long because all
 * ways to an end are read in one place; the ring, its ends, timers and words have files of their own.
 */
public final class Session implements LaneOwner {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Where metadata shows what the destination said of itself, such as the header of a JSONSocket's answer. */
    private static final Path UPSTREAM = Path.of("/upstream");

    private final Hall hall;
    private final Admission admission;
    private final Offer offer;
    private final String name;
    private final Events events;
    private final Activity activity = new Activity();
    private final SessionTimers timers;
    private final Course course;

    private Metadata metadata;
    private Pipeline pipeline = Pipeline.NONE;
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
        timers = new SessionTimers(offer.loop(), activity, admission);
        course = new Course(offer.loop().nanos());
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
        metadata = Metadata.of(new NamedFacts(name, facts));
        var snapshot = hall.current().get();
        var listener = admission.listener();
        var now = snapshot.tree().listeners().get(listener.name());
        if (now == null || !now.id().equals(listener.id())) {
            fail(Side.PROXY, Cause.of(Kind.NO_ROUTE, "Cannot find listener " + listener.name()));
            return;
        }
        switch (snapshot.routes().route(now.rules(), name, metadata)) {
            case Verdict.Failed(var cause) -> fail(Side.PROXY, cause);
            case Verdict.Routed found -> {
                course.routed(found);
                metadata = found.metadata();
                events.add("LOOKUP SUCCESS",
                        "Successfull lookup on rulelist:" + found.ruleList() + "/rule:" + found.rule(), "");
                setOut(found.route());
            }
        }
    }

    private void setOut(RouteConfig route) {
        var origins = new ArrayList<String>();
        origins.add(admission.listener().name());
        origins.addAll(route.ingress());
        origins.add(route.destination());
        origins.addAll(route.egress());
        var stages = new Stage[origins.size()];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = new Stage(this, i, origins.get(i), route.retry());
        }
        pipeline = new Pipeline(stages, Lane.ring(stages.length, loop(), this, activity),
                route.ingress().size() + 1);
        for (int i = 1; i < stages.length && outcome == null; i++) {
            stages[i].connect();
        }
    }

    /** A stage has its stream: the first, or another one in the middle of the flow. */
    void stageConnected(Stage stage, Connected connected) {
        if (outcome != null) {
            connected.stream().close(Cause.DONE);
            return;
        }
        if (stage.index() == pipeline.destination() && !connected.facts().isEmpty()) {
            metadata = metadata.with(UPSTREAM, connected.facts().json());
        }
        pipeline.lane(stage.index()).put(connected.stream());
        if (opened) {
            course.reconnected();
            pipeline.shape(admission.traits());
            finishing().tell(stage.index());
            if (pipeline.isLiveFrom(0)) {
                events.connected();
            }
        } else {
            openIfReady();
        }
    }

    private void openIfReady() {
        if (!pipeline.isLiveFrom(1)) {
            return;
        }
        var source = offer.open(pipeline.stage(pipeline.destination()).agreed());
        opened = true;
        pipeline.stage(0).begin(offer.redial());
        pipeline.lane(0).put(source);
        course.connected(loop().nanos());
        events.connected();
        timers.start(this::expire);
        pipeline.shape(admission.traits());
        pipeline.flow();
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
        var stage = pipeline.stage(index);
        if (!opened) {
            leaving++;
            pipeline.lane(index).dismiss(Cause.DONE);
            stage.failed(Cause.of(Kind.RESET, "ended before the session was connected"));
        } else if (index != 0 && isRetried(stage)) {
            down(stage, Cause.DONE);
        } else {
            passEnd(index, trailers);
        }
    }

    @Override
    public void answered(int index, Metadata head) {
        if (index == pipeline.size() - 1 && hall.facilities().accessLog().isOn()) {
            course.answered(head);
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
        timers.whenQuiet(quiet, this::finish);
    }

    private void finish() {
        end(new Outcome.Finished(""), Cause.DONE);
    }

    @Override
    public void closed(int index, Cause cause) {
        var stage = pipeline.stage(index);
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
                    || (index != pipeline.destination() && !finishing().wasTold(index))) {
                // Who is gone before it was told the end holds up who writes to it, and so perhaps the whole ring.
                waitForQuiet(hall.facilities().linger());
            }
        } else if (cause.kind() != Kind.BUG && isRetried(stage)) {
            down(stage, cause);
        } else {
            lost(stage, cause);
        }
    }

    /** {@return whether a stage that goes down now is connected again; never once the source ended in order, or it was told to end} */
    boolean isRetried(Stage stage) {
        return opened && stage.isRetriedOnDisconnect() && !finishing().hasBegun()
                && !finishing().wasTold(stage.index())
                && (policy().byteStreams().equals("resume") || !pipeline.isTornByteStream(stage.index()));
    }

    /** A stage broke that will not be connected again. */
    private void lost(Stage stage, Cause cause) {
        var side = stage.index() == 0 ? Side.DOWNSTREAM : Side.UPSTREAM;
        boolean mayRetry = stage.mayRetry();
        stage.gone(cause);
        events.disconnected(stage.origin(), cause);
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
        return pipeline.stage(0).policy();
    }

    /** A stage went down, and is connected again if its budget allows. */
    void down(Stage stage, Cause cause) {
        events.disconnected(stage.origin(), cause);
        if (pipeline.lane(stage.index()).stream() != null) {
            leaving++;
            pipeline.lane(stage.index()).dismiss(cause.isOrderly() ? Cause.DONE : cause);
        }
        if (!stage.reconnect(cause) && outcome == null) {
            stageFailed(stage, cause.isOrderly() ? Cause.of(Kind.RESET, "the peer ended the stream") : cause);
        }
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

    private void end(Outcome how, Cause cause) {
        if (outcome != null) {
            return;
        }
        outcome = how;
        if (cause.kind() == Kind.BUG) {
            hall.facilities().totals().bug();
        }
        report(how);
        timers.stop();
        for (var stage : pipeline.stages()) {
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
        for (int i = 0; i < pipeline.size(); i++) {
            int stage = i;
            guardedClose(() -> close(stage, cause));
        }
    }

    private void close(int stage, Cause cause) {
        if (cause.kind() == Kind.DONE && opened && finishing().closesByItself(stage)) {
            timers.whenUnread(() -> closeAll(Cause.of(Kind.SHUTDOWN, "what was sent was not read")));
            return;
        }
        if (cause.isOrderly()) {
            finishing().force(stage);
        }
        var stream = pipeline.lane(stage).stream();
        if (stream != null) {
            stream.close(cause);
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
        events.ended(how,
                opened && how instanceof Outcome.Failed(var side, var cause) && !isError(side, cause));
        LOG.atDebug().addKeyValue("session", name).addKeyValue("outcome", how.code()).log("session ended");
    }

    /** {@return whether a connected session that ends for this cause ends with an error, as clients know it} */
    private boolean isError(Side side, Cause cause) {
        return cause.kind() == Kind.BUG || (side != Side.PROXY && policy().onDisconnect());
    }

    /** The session is over when its last stream is. */
    private void settle() {
        var how = outcome;
        if (how == null || !listed || leaving > 0 || !pipeline.isEmpty()) {
            return;
        }
        listed = false;
        timers.stopReading();
        events.add("DESTROY", "Session destroyed", "");
        for (var why : Drop.values()) {
            long count = pipeline.dropped(why);
            if (count > 0) {
                hall.facilities().totals().dropped(why.label(), count);
            }
        }
        hall.facilities().totals().outcome(how.code());
        guardedClose(() -> writeDown(how));
        hall.sessions().ended(this);
    }

    private void writeDown(Outcome how) {
        var log = hall.facilities().accessLog();
        if (log.isOn()) {
            log.add(hall.facilities().json().write(new AccessLine(this, course, how).json()));
        }
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

    /** {@return the metadata before all rewrites} */
    Metadata seen() {
        return offer.metadata();
    }

    /** {@return who came, as the protocol told it} */
    Json.Obj facts() {
        return offer.metadata().json();
    }

    Events events() {
        return events;
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** {@return its stages and lanes; {@link Pipeline#NONE} before it has a route} */
    Pipeline pipeline() {
        return pipeline;
    }

    boolean isOpened() {
        return opened;
    }

    /** {@return whether streams of it are still open, or may come to be} */
    boolean isAlive() {
        return listed;
    }

    private Finishing finishing() {
        return pipeline.finishing();
    }
}
