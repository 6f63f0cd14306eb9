package io.l7mp.protocol.http;

import io.l7mp.linux.StreamFault;
import io.l7mp.linux.StreamSocket;
import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.protocol.wire.HttpIntake;
import io.l7mp.protocol.wire.OutputEnd;
import io.l7mp.protocol.wire.TcpFacts;
import io.l7mp.protocol.wire.TlsFault;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Timer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection, whose requests are sessions one after another. It reads only for the exchange that wants more, or for
 * the next request: what waits here decoded came with a single read. On its loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    /** How long a connection may be silent between two requests, and how long the rest of a body may take that nobody wants. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** How long the head of a request may take. */
    private static final Duration HEAD = Duration.ofSeconds(10);

    private static final Cause LEFT = Cause.of(Kind.RESET, "Connection closed by the client");
    private static final Cause CUT = Cause.of(Kind.RESET, "Connection closed in the middle of a request");

    private final HttpSite site;
    private final Channel channel;
    private final Loop loop;
    private final TcpFacts facts;
    private final HttpIntake intake = new HttpIntake(this::bytesCame);
    private final Deque<HttpObject> input = new ArrayDeque<>();
    private final Runnable pump = this::pump;
    private final Timer limit;
    private @Nullable HttpExchange current;
    private @Nullable Cause fault;
    private boolean isIdle;
    private boolean isPumping;
    private boolean isInputOver;
    private boolean isLeft;

    private HttpConnection(HttpSite site, Channel channel, Loop loop) {
        this.site = site;
        this.channel = channel;
        this.loop = loop;
        this.facts = TcpFacts.of(channel);
        channel.config().setAllocator(site.env().buffers());
        this.limit = loop.after(HEAD, this::expire);
    }

    /** Begins to read requests. */
    static void start(HttpSite site, Channel channel, Loop loop) {
        if (channel.remoteAddress() == null) {
            StreamSocket.reset(channel); // it is gone already
            return;
        }
        var connection = new HttpConnection(site, channel, loop);
        channel.pipeline().addLast(connection.intake, connection);
        channel.read();
    }

    /** Silence between two requests is no fault; a head, or the rest of a body, that takes too long is one. */
    private void expire() {
        if (!isIdle) {
            site.env().refused("slow");
            isLeft = true;
            channel.pipeline().remove(intake); // half of a head in it is not another refusal
        }
        close();
    }

    HttpSite site() {
        return site;
    }

    Channel channel() {
        return channel;
    }

    Loop loop() {
        return loop;
    }

    /** The head's time starts with its first byte, silence before it has a limit of its own. */
    private void bytesCame() {
        if (current == null && isIdle) {
            isIdle = false;
            limit.again(HEAD);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject object) {
            input.add(object);
        } else { // bytes behind the last request
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        pump();
    }

    void readSoon() {
        loop.execute(pump);
    }

    /** Hands out what came, as far as it is wanted, and then reads more if more is wanted. */
    private void pump() {
        if (isPumping) {
            return;
        }
        isPumping = true;
        try {
            while (!input.isEmpty() && step(input.element())) {
                // step has taken it
            }
        } finally {
            isPumping = false;
        }
        if (current != null) {
            current.turnEnd();
        }
        if (!input.isEmpty() || isLeft || !channel.isActive() || (current != null && !current.takes())) {
            return;
        }
        if (!isInputOver) {
            channel.read();
        } else if (current != null) {
            gone(CUT);
        } else {
            leave();
        }
    }

    private boolean step(HttpObject next) {
        var exchange = current;
        if (exchange == null) {
            input.remove();
            if (next instanceof HttpRequest request) {
                begin(request);
            }
            ReferenceCountUtil.release(next);
            return true;
        }
        if (!exchange.takes()) {
            return false;
        }
        input.remove();
        exchange.take((HttpContent) next);
        if (exchange.isBodyRead()) {
            settle(exchange);
        }
        return true;
    }

    private void begin(HttpRequest request) {
        limit.cancel();
        var facts = HttpFacts.of(request, this.facts);
        boolean canRead = request.decoderResult().isSuccess();
        var answer = new HttpAnswer(channel, request.method().equals(HttpMethod.HEAD),
                facts.version().equals("1.1"), canRead && HttpUtil.isKeepAlive(request) && !isInputOver);
        var exchange = new HttpExchange(this, facts, answer);
        current = exchange;
        site.fault(request, facts).ifPresentOrElse(refusal -> {
            if (refusal.status() != 404) {
                answer.closeAfterwards();
            }
            exchange.refuse(refusal);
        }, () -> site.acceptor().offer(exchange));
    }

    /** Goes on to the next request if nothing is left to do for this one. */
    void settle(HttpExchange exchange) {
        if (current != exchange || !exchange.isOver() || !channel.isActive()) {
            return;
        }
        if (!exchange.answer().keepsAlive()) {
            leave();
            return;
        }
        if (exchange.isBodyRead()) {
            current = null;
            isIdle = true;
        }
        limit.again(IDLE); // for the next request, or for the rest of this one
        readSoon();
    }

    /** No request follows. */
    private void leave() {
        if (!isLeft) {
            isLeft = true;
            current = null;
            limit.cancel();
            discard();
            channel.pipeline().remove(intake);
            HttpGoodbye.say(this, isInputOver);
        }
    }

    void sendContinue() {
        var bytes = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var _ = channel.writeAndFlush(channel.alloc().buffer(bytes.length).writeBytes(bytes),
                channel.voidPromise());
    }

    /** Makes an answer end so that nobody takes it for a whole one. */
    void breakOff(HttpAnswer answer) {
        if (answer.endsWithClose()) {
            reset();
        } else {
            close();
        }
    }

    void reset() {
        StreamSocket.reset(channel);
    }

    void close() {
        var _ = channel.close(); // heard of as inactive
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof OutputEnd.Deaf && current != null) {
            gone(LEFT);
        }
        if (!(event instanceof ChannelInputShutdownEvent)) {
            return;
        }
        isInputOver = true;
        if (current == null) {
            leave();
        } else if (current.isBodyRead() || input.stream().anyMatch(LastHttpContent.class::isInstance)) {
            current.answer().closeAfterwards(); // all of the request is here, and its sender may still read
        } else {
            gone(CUT);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        fault = switch (thrown) {
            case TlsFault tls -> tls.fault();
            case IOException _ -> Cause.of(Kind.RESET, "read " + StreamFault.of(thrown).name());
            default -> Cause.of(Kind.BUG, thrown.toString());
        };
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone(fault == null ? LEFT : fault);
    }

    private void gone(Cause cause) {
        limit.cancel();
        discard();
        var exchange = current;
        current = null;
        close();
        if (exchange != null) {
            exchange.gone(cause);
        }
    }

    private void discard() {
        input.forEach(ReferenceCountUtil::release);
        input.clear();
    }
}
