package io.l7mp.linux;

import io.l7mp.spi.Loop;
import io.netty.channel.Channel;

/** Who gets the connections of a listening socket. */
public interface StreamTarget {
    /** {@return the loop on which the next connection will live; asked on the socket's own loop} */
    Loop lightest();

    /**
     * A connection was accepted. Called on the loop that was asked for, where it is registered: nothing in its pipeline, not reading,
     * half-close allowed, Nagle off.
     *
     * @param channel the connection, owned by the target from here
     * @param loop the same loop
     */
    void accepted(Channel channel, Loop loop);

    /**
     * The system would not accept; the socket tries again a little later. On the socket's own loop.
     *
     * @param fault what it said
     */
    void refused(StreamFault fault);
}
