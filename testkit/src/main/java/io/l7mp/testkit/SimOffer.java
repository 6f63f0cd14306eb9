package io.l7mp.testkit;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import org.jspecify.annotations.Nullable;

/** A simulated peer that waits for its answer; on the loop of the session to be. */
final class SimOffer implements Offer, SimStream.Handshake {
    private final String name;
    private final Metadata metadata;
    private @Nullable SimStream stream;
    private Runnable peerLeft = () -> {};
    private boolean over;

    SimOffer(String name, Metadata metadata) {
        this.name = name;
        this.metadata = metadata;
    }

    void put(SimStream waiting) {
        stream = waiting;
    }

    private SimStream stream() {
        if (stream == null) {
            throw new IllegalStateException("offered too early");
        }
        return stream;
    }

    @Override
    public Loop loop() {
        return stream().loop();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public Stream open(Metadata upstream) {
        answer();
        stream().established();
        stream().wire().send(new Frame.Opened(upstream));
        return stream();
    }

    @Override
    public void refuse(Cause cause) {
        answer();
        stream().wire().send(new Frame.Refused(cause));
        stream().vanish();
    }

    private void answer() {
        if (over) {
            throw new IllegalStateException("offer " + name + " was answered before, or its peer has left");
        }
        over = true;
    }

    @Override
    public void onGone(Runnable action) {
        peerLeft = action;
    }

    @Override
    public void opened(Metadata facts) {
        throw new IllegalStateException("the accepting side is never opened");
    }

    @Override
    public void failed(Cause cause) {
        if (!over) {
            over = true;
            peerLeft.run();
        }
    }
}
