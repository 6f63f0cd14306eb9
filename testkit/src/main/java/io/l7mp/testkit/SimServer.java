package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A scripted peer of clusters: says how each attempt ends, in turn, and accepts all after the script. */
public final class SimServer implements SimNet.Place {
    private final SimNet net;
    private final String key;
    private final Queue<SimAnswer> script = new ArrayDeque<>();
    private final List<SimPeer> peers = new ArrayList<>();
    private Consumer<SimPeer> onAccept = peer -> {};
    private SimAnswer otherwise = new SimAnswer.Accept();
    private Metadata facts = Metadata.EMPTY;
    private int attempts;

    SimServer(SimNet net, String key) {
        this.net = net;
        this.key = key;
    }

    /** Adds answers, each for one attempt. */
    public SimServer script(SimAnswer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** Sets the answer for all attempts after the script. */
    public SimServer otherwise(SimAnswer answer) {
        otherwise = answer;
        return this;
    }

    /** Sets what is told to whoever connects. */
    public SimServer facts(Metadata agreed) {
        facts = agreed;
        return this;
    }

    /** Sees each accepted peer first, on the outside loop. */
    public SimServer onAccept(Consumer<SimPeer> action) {
        onAccept = action;
        return this;
    }

    /** Sends back whatever comes, and finishes when the other side does. */
    public SimServer echo() {
        return onAccept(SimPeer::echo);
    }

    /** {@return the accepted peers, in their order} */
    public List<SimPeer> peers() {
        return List.copyOf(peers);
    }

    /** {@return the newest of them} */
    public SimPeer peer() {
        return peers.getLast();
    }

    /** {@return how often somebody tried to connect} */
    public int attempts() {
        return attempts;
    }

    /** Listens no more: attempts are refused. */
    public void close() {
        net.remove(key, this);
    }

    /** Listens again. */
    public void reopen() {
        net.put(key, this);
    }

    @Override
    public void arrived(SimStream client, Metadata hello) {
        attempts++;
        var answer = script.isEmpty() ? otherwise : script.remove();
        switch (answer) {
            case SimAnswer.Accept _ -> accept(client, Duration.ZERO, peer -> {});
            case SimAnswer.Refuse _ ->
                net.refuse(client, Cause.of(Kind.REFUSED, "connect ECONNREFUSED " + key));
            case SimAnswer.Silence _ -> {
            }
            case SimAnswer.AcceptAfter(var delay) -> accept(client, delay, peer -> {});
            case SimAnswer.ResetAfter(int payloads) -> accept(client, Duration.ZERO,
                    peer -> peer.after(payloads, peer::reset));
            case SimAnswer.FinishAfter(int payloads) -> accept(client, Duration.ZERO,
                    peer -> peer.after(payloads, peer::finish));
        }
    }

    private void accept(SimStream client, Duration delay, Consumer<SimPeer> first) {
        var pending = new Pending();
        var stream = net.outsideStream(client.traits(), pending);
        SimNet.join(client, stream);
        pending.timer = net.outside().after(delay, () -> {
            var peer = SimPeer.accepted(net, stream);
            stream.established();
            stream.wire().send(new Frame.Opened(facts));
            peers.add(peer);
            onAccept.accept(peer);
            first.accept(peer);
        });
    }

    /** An attempt that was not answered yet; forgotten when the other side gives up. */
    private static final class Pending implements SimStream.Handshake {
        private Timer timer = NEVER;

        @Override
        public void opened(Metadata facts) {
            throw new IllegalStateException("the accepting side is never opened");
        }

        @Override
        public void failed(Cause cause) {
            timer.cancel();
        }
    }

    private static final Timer NEVER = new Timer() {
        @Override
        public void cancel() {}

        @Override
        public void again(Duration delay) {}
    };
}
