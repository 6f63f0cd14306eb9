package io.l7mp.spi;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * A two-way sequence of payloads with one peer, or a transform that is written on one side and read on the other.
 *
 * <p>Born paused and without receiver. Everything on {@link #loop()} only. Nothing here blocks. A buffer given to a method changes
 * owner: whoever has it releases it once, on every path. The receiver may be called from inside {@link #write} (transforms do),
 * never from inside any other method.
 */
public interface Stream {
    /** Flag of a payload: it is text, where the protocol tells text from binary. */
    int TEXT = 1;

    /** {@return the loop that owns it} */
    Loop loop();

    /** {@return what it keeps of what is written to it} */
    Traits traits();

    /**
     * Sets who hears of what comes in. May be replaced; what is held goes to the new one.
     *
     * @param receiver all news goes there
     */
    void attach(Receiver receiver);

    /**
     * Gives back the rest of a payload, to be delivered first.
     *
     * @param rest bytes not used; owned by the stream from here
     * @param flags as they came
     */
    void unread(ByteBuf rest, int flags);

    /** Holds all payload back: nothing is delivered after this returns. */
    void pause();

    /** Delivers again, from a later turn on. */
    void resume();

    /** {@return whether it is below its high-water mark; {@link Receiver#writable()} tells when it is again} */
    boolean writable();

    /**
     * Takes one message or some bytes, always. Messages past the hard limit are dropped and counted.
     *
     * @param payload owned by the stream from here
     * @param flags {@link #TEXT} or 0
     */
    void write(ByteBuf payload, int flags);

    /** Sends what was written. */
    void flush();

    /**
     * Sets the head of the answer, before the first write; ignored where the protocol has none.
     *
     * @param head such as {@code {HTTP: {status: 404, headers: {...}}}}
     */
    void answer(Metadata head);

    /**
     * Ends our direction after what was written. The other goes on where the traits allow it.
     *
     * @param trailers such as a close code; empty if there are none
     */
    void finish(Metadata trailers);

    /**
     * Ends both directions. Orderly causes flush first, for at most {@link Env#linger()}; others reset. Idempotent;
     * {@link Receiver#closed} follows, later or from inside.
     *
     * @param cause why
     */
    void close(Cause cause);

    /**
     * Counts what this stream threw away so far, messages it had accepted and lost included.
     *
     * @param why for which reason
     * @return messages, or bytes where it has no messages
     */
    long dropped(Drop why);

    /** {@return its road for datagrams without an object each, if it has one} */
    default Optional<Batching> batching() {
        return Optional.empty();
    }

    /** {@return what a kernel lane may know of it, if it can be in one} */
    default Optional<KernelView> kernel() {
        return Optional.empty();
    }
}
