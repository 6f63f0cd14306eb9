package io.l7mp.testkit;

import io.l7mp.spi.Traits;
import org.jspecify.annotations.Nullable;

/** One direction of a simulated connection: it delays, and where the traits allow it also loses, doubles and reorders. */
final class Wire {
    private final SimNet net;
    private final SimStream from;
    private final Traits traits;
    private @Nullable SimStream to;
    private long latest;

    Wire(SimNet net, SimStream from, Traits traits) {
        this.net = net;
        this.from = from;
        this.traits = traits;
    }

    /** From now on frames arrive; those that came to the end of an unconnected wire are gone. */
    void connect(SimStream other) {
        to = other;
    }

    void send(Frame frame) {
        if (!(frame instanceof Frame.Payload data)) {
            inOrder(() -> deliver(frame));
            return;
        }
        var loss = net.loss();
        if (!traits.reliable() && net.chance(loss.drop())) {
            if (data.owed()) {
                from.loop().execute(() -> from.arrived(new Frame.Credit(data.length())));
            }
            return;
        }
        carry(data);
        if (!traits.reliable() && net.chance(loss.duplicate())) {
            carry(new Frame.Payload(data.bytes(), data.flags(), false));
        }
    }

    private void carry(Frame.Payload data) {
        if (traits.ordered()) {
            inOrder(() -> deliver(data));
            return;
        }
        long delay = net.latencyNanos();
        if (net.chance(net.loss().reorder())) {
            delay += net.latencyNanos() + net.latencyNanos();
        } else {
            delay = Math.max(delay, latest - net.nanos());
        }
        latest = Math.max(latest, net.nanos() + delay);
        net.later(delay, () -> deliver(data));
    }

    /** Does something at the far end, after all that was sent before. */
    void inOrder(Runnable arrival) {
        latest = Math.max(latest, net.nanos() + net.latencyNanos());
        net.later(latest - net.nanos(), arrival);
    }

    private void deliver(Frame frame) {
        var target = to;
        if (target != null) {
            target.loop().execute(() -> target.arrived(frame));
        }
    }
}
