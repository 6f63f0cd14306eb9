package io.l7mp.spi;

import java.util.Optional;

/**
 * A peer that waits; nothing is promised to it yet. On {@link #loop()} only; exactly one of {@link #open} and {@link #refuse} is
 * called, unless the peer leaves first.
 */
public interface Offer {
    /** {@return the loop that will own the session} */
    Loop loop();

    /** {@return the session's name; core appends {@code _1} where it is taken} */
    String name();

    /** {@return what is known of the peer, without the session's name} */
    Metadata metadata();

    /**
     * Ends the peer's handshake and gives its stream, paused and without receiver.
     *
     * @param upstream what was agreed with the upstream, such as a sub-protocol
     * @return the source stream
     */
    Stream open(Metadata upstream);

    /**
     * Turns the peer away in its protocol's own words.
     *
     * @param cause why
     */
    void refuse(Cause cause);

    /**
     * Asks to be told when the peer leaves before it was opened or refused; neither is called after that.
     *
     * @param peerLeft runs at most once, on the loop
     */
    void onGone(Runnable peerLeft);

    /** {@return how to get this source again when its stream goes down, if that is possible at all} */
    default Optional<Redial> redial() {
        return Optional.empty();
    }
}
