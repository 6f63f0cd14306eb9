package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Env;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import io.netty.channel.Channel;

/** An accepted connection whose bytes are the payload, as in TCP and UNIX. It is turned away by an orderly close. */
public final class StreamOffer implements Offer {
    private final String name;
    private final Metadata metadata;
    private final ChannelStream stream;

    /**
     * Takes a connection.
     *
     * @param name the session's
     * @param metadata the session's
     * @param channel owned by the offer from here
     * @param loop the channel's
     * @param env of the listener
     */
    public StreamOffer(String name, Metadata metadata, Channel channel, Loop loop, Env env) {
        this.name = name;
        this.metadata = metadata;
        this.stream = new ChannelStream(channel, loop, env);
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
        return stream;
    }

    @Override
    public void refuse(Cause cause) {
        stream.close(Cause.DONE);
    }

    @Override
    public void onGone(Runnable peerLeft) {
        stream.onGone(peerLeft);
    }
}
