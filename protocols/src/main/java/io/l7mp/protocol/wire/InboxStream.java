package io.l7mp.protocol.wire;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/**
 * A stream inside the program: there is no peer that could be paused, so what its reader does not take waits in an inbox. Written to
 * be extended by what decides what comes in there, and how much of it. On the session's loop.
 */
public abstract class InboxStream implements Stream {
    /** What waits for the reader. */
    @SuppressWarnings("this-escape") // kept there, and not asked before something comes
    protected final Inbox inbox = new Inbox(this);

    private final Loop loop;
    private final Traits traits;

    /**
     * Makes one, paused and without reader.
     *
     * @param loop the session's
     * @param traits settled
     */
    protected InboxStream(Loop loop, Traits traits) {
        this.loop = loop;
        this.traits = traits;
    }

    /** {@return how much a payload counts that is thrown away: one message, or its bytes where there are no messages} */
    protected final long amount(int bytes) {
        return traits.shape() == Shape.BYTES ? bytes : 1;
    }

    /**
     * Throws away what waits.
     *
     * @return how much it was, as {@link #amount} counts
     */
    protected final long discard() {
        var messages = inbox.messages();
        var bytes = inbox.discard();
        return traits.shape() == Shape.BYTES ? bytes : messages;
    }

    @Override
    public final Loop loop() {
        return loop;
    }

    @Override
    public final Traits traits() {
        return traits;
    }

    @Override
    public final void attach(Receiver receiver) {
        inbox.attach(receiver);
    }

    @Override
    public final void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public final void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
    }
}
