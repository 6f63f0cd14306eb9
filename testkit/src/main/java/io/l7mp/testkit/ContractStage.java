package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Builds the two ends of one contract test and, when it is over, checks that nothing is left of them. */
final class ContractStage {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final SocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere", 0);

    final Fixture fixture;
    final Doors doors;
    private final Waiting waiting;
    private final Queue<StreamEnd> ends = new ConcurrentLinkedQueue<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final List<Connector> connectors = new ArrayList<>();
    private final List<FarListener> farListeners = new ArrayList<>();
    private final long handlesBefore;
    private @Nullable Binding binding;
    private @Nullable Connector connector;
    private @Nullable FarListener farListener;
    private int turn;

    ContractStage(Fixture fixture) {
        this.fixture = fixture;
        this.waiting = fixture.waiting;
        this.doors = new Doors(fixture.env, ends);
        this.handlesBefore = fixture.handles.getAsLong();
    }

    /** The two ends of one connection; the near one is under test. */
    record Pair(StreamEnd near, End far) {}

    /** {@return one connection for each side that the protocol has, that side near} */
    List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        if (fixture.connecting != null) {
            pairs.add(connected());
        }
        if (fixture.listening != null) {
            pairs.add(accepted());
        }
        return pairs;
    }

    private Pair connected() {
        var near = connect();
        if (fixture.transform || fixture.sink) {
            return new Pair(near, near);
        }
        if (fixture.farListener != null) {
            var there = farListener();
            var far = new End[1];
            waiting.until("the far listener accepts",
                    () -> there.accepted().map(end -> far[0] = end).isPresent());
            return new Pair(near, far[0]);
        }
        return new Pair(near, greeted(near));
    }

    private Pair accepted() {
        if (fixture.dial != null) {
            var far = fixture.dial.apply(binding().addresses().getFirst());
            return new Pair(greeted(far), far);
        }
        var far = connect();
        return new Pair(greeted(far), far);
    }

    /** Waits until the peer of an end that connected is accepted, having said something if only that makes it known. */
    StreamEnd greeted(End dialler) {
        if (fixture.silentConnect) {
            dialler.send(new byte[]{'h', 'i'}, 0);
        }
        waiting.until("the listener's offer", () -> !doors.accepted.isEmpty());
        var end = doors.accepted.remove();
        if (fixture.silentConnect) {
            waiting.until("the first payload", () -> end.receivedBytes() == 2);
            end.forget();
        }
        return end;
    }

    /** {@return a connected stream, attached and reading} */
    StreamEnd connect() {
        var outcome = new Outcome<StreamEnd>();
        var _ = dial(outcome);
        waiting.until("connected", () -> outcome.calls() > 0);
        return outcome.value().orElseThrow(() -> new AssertionError("not connected: " + outcome.cause()));
    }

    Loop nextLoop() {
        var loops = fixture.env.loops();
        return loops.get(turn++ % loops.size());
    }

    /** Begins to connect, on the next loop. */
    Dialled dial(Outcome<StreamEnd> outcome) {
        makeShared();
        var loop = nextLoop();
        var dial = new Dialled(loop, new Outcome<>());
        loop.execute(() -> dial.attempt().done(connect(loop, outcome)));
        return dial;
    }

    /** An attempt that was begun, on its loop. */
    record Dialled(Loop loop, Outcome<Attempt> attempt) {
        void cancel() {
            loop.execute(() -> attempt.value().ifPresent(Attempt::cancel));
        }

        boolean begun() {
            return attempt.calls() > 0;
        }
    }

    private void makeShared() {
        if (fixture.listening != null) {
            var _ = binding();
        }
        if (fixture.farListener != null) {
            var _ = farListener();
        }
        var _ = connector();
    }

    /** Begins to connect, with all made that is shared. On the loop. */
    Attempt connect(Loop loop, Outcome<StreamEnd> outcome) {
        return connector().connect(endpoint(), new SessionFacts("session", Metadata.EMPTY, Metadata.EMPTY),
                loop, LIMIT,
                new io.l7mp.spi.Completion<Connected>() {
                    @Override
                    public void done(Connected connected) {
                        var end = new StreamEnd(connected.stream(), fixture.env.buffers());
                        ends.add(end);
                        outcome.done(end.attach());
                    }

                    @Override
                    public void failed(Cause cause) {
                        outcome.failed(cause);
                    }
                });
    }

    private Endpoint endpoint() {
        if (fixture.transform || fixture.sink) {
            return Endpoint.virtual("contract");
        }
        return fixture.farListener != null
                ? farListener().endpoint()
                : fixture.endpoint.apply(binding().addresses().getFirst());
    }

    private FarListener farListener() {
        if (farListener == null) {
            farListener = Optional.ofNullable(fixture.farListener).orElseThrow().get();
            farListeners.add(farListener);
        }
        return farListener;
    }

    /** {@return the protocol's connector} */
    Connector connector() {
        if (connector == null) {
            var at = fixture.listening == null ? NOWHERE : binding().addresses().getFirst();
            connector = Optional.ofNullable(fixture.connecting).orElseThrow().open().apply(at);
            connectors.add(connector);
        }
        return connector;
    }

    /** {@return the protocol's listener, started} */
    Binding binding() {
        if (binding == null) {
            binding = bind(Optional.ofNullable(fixture.listening).orElseThrow(), NOWHERE).value()
                    .orElseThrow();
            binding.start();
        }
        return binding;
    }

    /** Makes all that sessions share, and counts the handles that this takes. */
    long handlesOfNoSession() {
        makeShared();
        return fixture.handles.getAsLong();
    }

    /** Binds the protocol's listener, and does not start it. */
    void bindDeaf() {
        binding = bind(Optional.ofNullable(fixture.listening).orElseThrow(), NOWHERE).value().orElseThrow();
    }

    /** Forgets the listener and what connected to it; the next is made anew. */
    void rebound(Binding other) {
        binding = other;
        other.start();
        connector = null;
    }

    /** Takes an address, and waits for the outcome. */
    Outcome<Binding> bind(Fixture.Listening listening, SocketAddress at) {
        var outcome = new Outcome<Binding>();
        listening.bind().bind(doors, fixture.env, at, outcome);
        waiting.until("bound or failed", () -> outcome.calls() > 0);
        outcome.value().ifPresent(bindings::add);
        return outcome;
    }

    /** Waits for a runnable to be run. */
    void finished(String what, java.util.function.Consumer<Runnable> call) {
        var done = new java.util.concurrent.atomic.AtomicInteger();
        call.accept(done::incrementAndGet);
        waiting.until(what, () -> done.get() > 0);
    }

    /** {@return all ends that there were} */
    List<StreamEnd> ends() {
        return List.copyOf(ends);
    }

    /** Closes everything and looks for what is left: streams not told, buffers, handles, violations. */
    void tearDown() {
        doors.onOffer(doors::open);
        ends.forEach(end -> end.close(Cause.of(Kind.RESET, "the test is over")));
        bindings.forEach(each -> finished("the binding is closed", each::close));
        connectors.forEach(Connector::close);
        farListeners.forEach(FarListener::close);
        waiting.until("every stream says closed", () -> ends.stream().allMatch(StreamEnd::closed));
        waiting.settle();
        var violations = ends.stream().flatMap(end -> end.violations().stream()).distinct().toList();
        assertThat(violations).as("broken rules").isEmpty();
        waiting.until("all buffers are released, not " + fixture.env.bytesInUse() + " bytes left",
                () -> fixture.env.bytesInUse() == 0);
        waiting.until(
                "all handles are closed, of " + fixture.handles.getAsLong() + " with " + handlesBefore
                        + " before",
                () -> fixture.handles.getAsLong() <= handlesBefore);
    }
}
