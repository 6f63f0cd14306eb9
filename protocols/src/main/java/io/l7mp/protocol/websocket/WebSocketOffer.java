package io.l7mp.protocol.websocket;

import io.l7mp.linux.StreamSocket;
import io.l7mp.protocol.wire.ChannelStream;
import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.protocol.wire.HttpHead;
import io.l7mp.protocol.wire.HttpIntake;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.protocol.wire.TcpFacts;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection before it is a WebSocket: reads the upgrade request, offers it, and answers when the session says so. What
 * the peer sent too early waits with it. On the connection's loop.
 */
final class WebSocketOffer extends ChannelInboundHandlerAdapter implements Offer {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a peer may send before it is answered until it is read no further. */
    private static final int MOST_EARLY = 64 << 10;

    /** Where the request is in its short life. */
    private enum State {
        READING, READ, OFFERED, SETTLED
    }

    private final WebSocketSite site;
    private final Channel channel;
    private final Loop loop;
    private final TcpFacts connection;
    private final HttpIntake intake = new HttpIntake(() -> {});
    private final Timer limit;
    private State state = State.READING;
    private @Nullable HttpFacts facts;
    private @Nullable ByteBuf early;
    private @Nullable Runnable peerLeft;
    private String name = "";

    private WebSocketOffer(WebSocketSite site, Channel channel, Loop loop) {
        this.site = site;
        this.channel = channel;
        this.loop = loop;
        this.connection = TcpFacts.of(channel);
        this.limit = loop.after(LIMIT, this::late);
    }

    /** Begins to read the request. */
    static void start(WebSocketSite site, Channel channel, Loop loop) {
        if (channel.remoteAddress() == null) {
            StreamSocket.reset(channel); // it is gone already
            return;
        }
        channel.config().setAllocator(site.env().buffers());
        var offer = new WebSocketOffer(site, channel, loop);
        channel.pipeline().addLast(offer.intake, offer);
        channel.read();
    }

    private void late() {
        if (state == State.READING) {
            site.env().refused("slow");
            state = State.SETTLED; // the half of a request that is left in the decoder is not another refusal
            StreamSocket.reset(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && state != State.SETTLED) {
            early = early == null
                    ? bytes
                    : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), early, bytes);
            return;
        }
        if (state == State.READING && message instanceof HttpRequest request) {
            read(request);
        }
        if (state == State.READ && message instanceof LastHttpContent) {
            channel.pipeline().remove(intake); // what follows is not HTTP
        }
        ReferenceCountUtil.release(message);
    }

    private void read(HttpRequest request) {
        limit.cancel();
        var read = HttpFacts.of(request, connection);
        facts = read;
        state = State.READ;
        site.fault(request, read).ifPresent(this::answer);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (state == State.READ) {
            state = State.OFFERED;
            name = facts().session("WS", site.env().nextId());
            site.acceptor().offer(this);
        }
        if (state == State.READING || (state == State.OFFERED && hasRoom())) {
            channel.read(); // once it is offered, to see whether the peer leaves
        }
    }

    private boolean hasRoom() {
        return early == null || early.readableBytes() < MOST_EARLY;
    }

    private HttpFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("the request is not read yet");
        }
        return facts;
    }

    /** Says no and leaves. */
    private void answer(ByteBuf bytes) {
        var transport = settle();
        transport.write(bytes, 0);
        transport.close(Cause.DONE);
    }

    /** Hands the connection over; this handler sees nothing of it any more. */
    private ChannelStream settle() {
        state = State.SETTLED;
        var pipeline = channel.pipeline();
        if (pipeline.context(intake) != null) {
            pipeline.remove(intake);
        }
        pipeline.remove(this);
        var transport = new ChannelStream(channel, loop, site.env());
        if (early != null) {
            transport.unread(early, 0);
            early = null;
        }
        return transport;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Metadata metadata() {
        return Metadata.of(facts());
    }

    @Override
    public void onGone(Runnable task) {
        peerLeft = task;
    }

    @Override
    public Stream open(Metadata upstream) {
        checkOffered();
        var head = HttpHead.answer(101, "Switching Protocols")
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Accept", Upgrade.accept(facts().header("sec-websocket-key")));
        var protocol = agreed(upstream);
        if (!protocol.isEmpty()) {
            head.with("Sec-WebSocket-Protocol", protocol);
        }
        var transport = settle();
        transport.write(head.end(site.env().buffers()), 0);
        transport.flush();
        return new WebSocketStream(transport, false, site.limits(), site.env());
    }

    /** {@return the upstream's choice, as far as the peer has offered it; the first offer where the upstream has no say} */
    private String agreed(Metadata upstream) {
        var offered = Upgrade.protocols(facts().header("sec-websocket-protocol"));
        var first = offered.isEmpty() ? "" : offered.getFirst();
        var chosen = upstream.text(Upgrade.AGREED).orElse(first);
        return offered.contains(chosen) ? chosen : "";
    }

    @Override
    public void refuse(Cause cause) {
        checkOffered();
        answer(site.answer(HttpRefusal.of(cause)));
    }

    private void checkOffered() {
        if (state != State.OFFERED) {
            throw new IllegalStateException(name + " was answered already");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            leave();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        leave();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave();
    }

    private void leave() {
        var was = state;
        state = State.SETTLED;
        limit.cancel();
        if (early != null) {
            early.release();
            early = null;
        }
        StreamSocket.reset(channel);
        if (was == State.OFFERED && peerLeft != null) {
            peerLeft.run();
        }
    }
}
