package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Kind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * The inner side of TLS on a connection. To the handlers behind it an end that the peer announced looks like the end of a plain
 * connection, and one that it did not announce like a broken one. On the connection's loop.
 */
final class TlsEdge extends ChannelInboundHandlerAdapter {
    private static final Cause CUT = Cause.of(Kind.RESET, "TLS connection ended without close_notify");

    private final SslHandler tls;
    private final Shaken shaken;
    private boolean isOpen;
    private boolean isSettled;
    private boolean isInputOver;

    /** Hears once how the handshake ended, on the loop. */
    @FunctionalInterface
    interface Shaken {
        void settled(boolean isGood);
    }

    TlsEdge(SslHandler tls, Shaken shaken) {
        this.tls = tls;
        this.shaken = shaken;
    }

    private void settle(boolean isGood) {
        if (!isSettled) {
            isSettled = true;
            isOpen = isGood;
            shaken.settled(isGood);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent shake -> settle(shake.isSuccess());
            case SslCloseCompletionEvent close when close.isSuccess() && isOpen -> announced(context);
            case SslCloseCompletionEvent _,ChannelInputShutdownReadComplete _ -> {
                // Told in other ways.
            }
            case ChannelInputShutdownEvent _ -> ended(context);
            default -> context.fireUserEventTriggered(event);
        }
    }

    private void announced(ChannelHandlerContext context) {
        if (!isInputOver) {
            isInputOver = true;
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            if (!tls.engine().getSession().getProtocol().equals("TLSv1.3")) {
                context.fireUserEventTriggered(OutputEnd.Deaf.EVENT);
            }
        }
    }

    private void ended(ChannelHandlerContext context) {
        if (!isOpen) {
            settle(false);
            var _ = context.close(); // heard of as inactive
        } else if (!isInputOver) {
            isInputOver = true;
            context.fireExceptionCaught(new TlsFault(CUT));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (!isOpen) {
            return; // the handshake's end tells
        }
        var cause = thrown instanceof DecoderException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        context.fireExceptionCaught(cause instanceof SSLException wrong
                ? new TlsFault(Cause.of(Kind.PROTOCOL, "TLS: " + wrong.getMessage()))
                : thrown);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        settle(false);
        context.fireChannelInactive();
    }
}
