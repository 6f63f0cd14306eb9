package io.l7mp.protocol.udp;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Redial;
import io.l7mp.spi.Stream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A peer whose first datagrams wait. It is turned away by silence, and may come back with its next one. */
final class UdpOffer implements Offer {
    private final String name;
    private final Metadata metadata;
    private final UdpStream stream;
    private final @Nullable Redial redial;
    private @Nullable Runnable peerLeft;
    private boolean isAnswered;

    UdpOffer(String name, UdpFacts facts, UdpStream stream, @Nullable Redial redial) {
        this.name = name;
        this.metadata = Metadata.of(facts);
        this.stream = stream;
        this.redial = redial;
    }

    @Override
    public Loop loop() {
        return stream.loop();
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
        isAnswered = true;
        return stream;
    }

    @Override
    public void refuse(Cause cause) {
        isAnswered = true;
        stream.close(cause);
    }

    @Override
    public void onGone(Runnable task) {
        peerLeft = task;
    }

    /** The stream has ended. */
    void ended() {
        var task = peerLeft;
        if (!isAnswered && task != null) {
            isAnswered = true;
            task.run();
        }
    }

    @Override
    public Optional<Redial> redial() {
        return Optional.ofNullable(redial);
    }
}
