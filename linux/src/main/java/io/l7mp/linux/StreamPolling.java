package io.l7mp.linux;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, made fit for connections that are half closed.
 *
 * <p>When a peer has ended its direction, Netty 4.2.18 reads all that is left although reading is off, and of what nobody takes only a
 * bounded part can be kept. Here the end is not waited for: it is found where it stands, behind the last byte, when that is read.
 *
 * <p>A channel that waits for nothing is taken out of epoll by Netty, which then fails with ENOENT when it is to wait again: a peer
 * that finished could not be sent more than its socket buffer holds. Here it stays in, edge-triggered and without events, so that a
 * lasting error wakes the loop once instead of for ever.
 */
final class StreamPolling implements IoHandler {
    private final IoHandler epoll;

    private StreamPolling(IoHandler epoll) {
        this.epoll = epoll;
    }

    /** {@return what event loops that carry stream sockets are made with} */
    static IoHandlerFactory newFactory() {
        var epoll = EpollIoHandler.newFactory();
        return executor -> wrap(epoll, executor);
    }

    private static IoHandler wrap(IoHandlerFactory epoll, ThreadAwareExecutor executor) {
        return new StreamPolling(epoll.newHandler(executor));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(epoll.register(handle));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    /** A registration that waits for no end of a direction, and never for nothing at all. */
    private record Registration(IoRegistration epoll) implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
        public <T> T attachment() {
            return epoll.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            var kept = ((EpollIoOps) ops).without(EpollIoOps.EPOLLRDHUP);
            return epoll.submit(kept.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : kept);
        }

        @Override
        public boolean isValid() {
            return epoll.isValid();
        }

        @Override
        public boolean cancel() {
            return epoll.cancel();
        }
    }
}
