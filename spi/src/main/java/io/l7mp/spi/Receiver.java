package io.l7mp.spi;

import io.netty.buffer.ByteBuf;

/**
 * Hears of what comes in on a stream. On the stream's loop, in the order answer? payload* finished? closed; {@code writable} may
 * come at any time before closed.
 */
public interface Receiver {
    /**
     * The head of an answer came, before any payload.
     *
     * @param head such as {@code {HTTP: {status: 404, headers: {...}}}}
     */
    void answer(Metadata head);

    /**
     * One message or some bytes came.
     *
     * @param payload owned by the receiver from here
     * @param flags {@link Stream#TEXT} or 0
     */
    void payload(ByteBuf payload, int flags);

    /** Nothing more this turn: flush what was passed on. */
    void turnEnd();

    /**
     * The peer ended its direction in order. Every orderly end comes here first.
     *
     * @param trailers such as a close code; empty if there are none
     */
    void finished(Metadata trailers);

    /** The stream fell below its low-water mark again. */
    void writable();

    /**
     * Both directions are over. Once and last, also after our own close.
     *
     * @param cause why
     */
    void closed(Cause cause);

    /**
     * A handshake layer leaves: from now on this stream takes its place, and is to be attached to.
     *
     * @param successor paused, what was held is in it
     */
    default void became(Stream successor) {}
}
