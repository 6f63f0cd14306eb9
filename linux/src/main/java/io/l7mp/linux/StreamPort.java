package io.l7mp.linux;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket, and who has a claim on it, the newest last. Registers what it accepts on the loop of the claim's choice
 * before anything else is done with it. Everything here happens on the loop of {@link StreamPorts}.
 */
final class StreamPort extends ChannelInboundHandlerAdapter {
    /** For how long nothing is accepted after the system refused, which it does as long as descriptors or memory are short. */
    private static final Duration BACK_OFF = Duration.ofMillis(100);

    private final EpollLoop loop;
    private final ServerChannel server;
    private final SocketAddress address;
    private final Release release;
    private final List<StreamClaim> claims = new ArrayList<>();

    /** Made before it is needed, as are the faults: without a descriptor no class can be loaded from a file. */
    private final Runnable resumption = this::resume;

    private boolean backingOff;

    /** What is left to do when the socket is closed: for UNIX sockets, to remove the file. */
    @FunctionalInterface
    interface Release {
        void release(StreamPort port, Runnable done);
    }

    StreamPort(EpollLoop loop, ServerChannel server, SocketAddress address, Release release) {
        this.loop = loop;
        this.server = server;
        this.address = address;
        this.release = release;
        server.pipeline().addLast(this);
        var _ = StreamFault.known("EMFILE");
    }

    SocketAddress address() {
        return address;
    }

    StreamClaim claim(StreamPorts ports, StreamTarget target) {
        var claim = new StreamClaim(ports, this, target);
        claims.add(claim);
        return claim;
    }

    void start(StreamClaim claim) {
        if (claims.contains(claim)) {
            claim.started = true;
            listen();
        }
    }

    void leave(StreamClaim claim, Runnable done) {
        claims.remove(claim);
        if (claims.isEmpty()) {
            var _ = server.close().addListener(_ -> release.release(this, done));
        } else {
            listen();
            done.run();
        }
    }

    private void listen() {
        server.config().setAutoRead(newest() != null && !backingOff);
    }

    private @Nullable StreamTarget newest() {
        for (int i = claims.size() - 1; i >= 0; i--) {
            if (claims.get(i).started) {
                return claims.get(i).target;
            }
        }
        return null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        var child = (Channel) accepted;
        var target = newest();
        if (target == null) {
            child.unsafe().closeForcibly();
            return;
        }
        try {
            StreamSocket.prepare(child);
            hand(child, target);
        } catch (RuntimeException gone) { // a peer that is away again makes options fail
            child.unsafe().closeForcibly();
        }
    }

    /**
     * Registers on the owner's loop and hands over in the same task: an end that came meanwhile makes Netty read at once, and what it
     * reads while nobody listens is lost.
     */
    private static void hand(Channel child, StreamTarget target) {
        var owner = target.lightest();
        owner.execute(() -> {
            var _ = StreamSocket.register(child, owner).addListener(registered -> {
                if (!registered.isSuccess()) {
                    child.unsafe().closeForcibly();
                    return;
                }
                try {
                    target.accepted(child, owner);
                } catch (RuntimeException | Error bug) { // ends this connection and no other
                    StreamSocket.reset(child);
                    throw bug;
                }
            });
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (!backingOff) { // first, as it would be tried for ever if anything here failed too
            backingOff = true;
            listen();
            loop.after(BACK_OFF, resumption);
        }
        var target = newest();
        if (target != null) {
            target.refused(StreamFault.of(thrown));
        }
    }

    private void resume() {
        backingOff = false;
        if (server.isOpen()) {
            listen();
        }
    }
}
