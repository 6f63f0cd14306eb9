package io.l7mp.protocol.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

/** Our last word on a connection. */
public final class OutputEnd {
    /** The event that follows the peer's last word where it hears nothing any more either, as in TLS before 1.3. */
    public enum Deaf {
        /** There is one only. */
        EVENT
    }

    private OutputEnd() {}

    /** Hears that all was said. */
    @FunctionalInterface
    public interface Said {
        /**
         * Nothing is left to write.
         *
         * @param isHeard whether the system took all of it
         */
        void said(boolean isHeard);
    }

    /**
     * Lets all that was written go first; over TLS says then that nothing follows, so that the peer does not take the end for a break.
     * The connection itself stays as it is.
     *
     * @param channel on its loop
     * @param then runs on the loop, perhaps at once
     */
    public static void say(Channel channel, Said then) {
        // An empty write completes after all that was written before it.
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            var tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                then.said(written.isSuccess());
            } else if (channel.isActive()) {
                // What a peer that has left TLS before us does not hear is no reason to stay.
                var _ = tls.closeOutbound().addListener(_ -> then.said(channel.isActive()));
            } else {
                then.said(false);
            }
        });
    }
}
