package io.l7mp.linux;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of ours on a loop: registered there once, polled, and closed. The only class that Netty's epoll loop calls for
 * descriptors that are not channels. Nothing that a handler throws reaches Netty, whose loop would sleep for a second, and each callback
 * is timed. On its loop only.
 */
final class LoopFd implements EpollIoHandle {
    private static final EpollIoOps READ = EpollIoOps.EPOLLIN;
    private static final EpollIoOps WRITE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();

    private final EpollLoop loop;
    private final FileDescriptor fd;
    private final Handler handler;
    private @Nullable IoRegistration registration;
    private boolean isOpen = true;

    /** Whose descriptor it is. Its {@code toString} says so in the report of long turns. */
    interface Handler {
        /**
         * The descriptor is ready.
         *
         * @param readable whether there is something to read
         * @param writable whether there is room to write
         * @param failed whether an error waits, which is found by reading
         */
        void ready(boolean readable, boolean writable, boolean failed);

        /** The loop ends; the descriptor is closed already. */
        void loopClosed();
    }

    private LoopFd(EpollLoop loop, int fd, Handler handler) {
        this.loop = loop;
        this.fd = new FileDescriptor(fd);
        this.handler = handler;
    }

    /**
     * Takes a descriptor, which is from here on closed by {@link #shut()} or by the end of the loop, and polls it for nothing yet.
     *
     * @param loop the caller's
     * @param fd not registered anywhere
     * @param handler hears of it
     * @return the descriptor
     * @throws IOException if the system refuses to poll it; it is closed then
     */
    static LoopFd register(EpollLoop loop, int fd, Handler handler) throws IOException {
        if (!loop.inLoop()) {
            throw new IllegalStateException("a descriptor is registered from another thread");
        }
        var made = new LoopFd(loop, fd, handler);
        var done = loop.netty().register(made);
        if (!done.isSuccess()) { // on the loop it is done at once
            made.isOpen = false;
            made.release();
            throw new IOException("epoll_ctl failed", done.cause());
        }
        made.registration = done.getNow();
        return made;
    }

    int number() {
        return fd.intValue();
    }

    boolean isOpen() {
        return isOpen;
    }

    /** Polls for something to read and, as long as a write waits, for room to write. */
    void poll(boolean writeWaits) {
        submit(writeWaits ? WRITE : READ);
    }

    private void submit(EpollIoOps ops) {
        if (isOpen && registration != null) {
            registration.submit(ops);
        }
    }

    /** Takes it off the loop and closes it; idempotent. */
    void shut() {
        if (isOpen) {
            isOpen = false;
            if (registration != null) {
                registration.cancel();
            }
            release();
        }
    }

    private void release() {
        try {
            fd.close();
        } catch (IOException gone) {
            // A descriptor is gone whatever close says.
        }
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    // hot path
    @Override
    public void handle(IoRegistration from, IoEvent event) {
        if (!isOpen) {
            return;
        }
        var began = System.nanoTime();
        try {
            var ops = ((EpollIoEvent) event).ops().value();
            handler.ready((ops & IN) != 0, (ops & OUT) != 0, (ops & ~(IN | OUT)) != 0);
        } catch (Throwable thrown) { // a fault of ours: the last net
            loop.report(thrown);
        } finally {
            loop.took(began, handler);
        }
    }

    /** The loop ends; called by Netty, which has forgotten the descriptor already. */
    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            release();
            try {
                handler.loopClosed();
            } catch (Throwable thrown) {
                loop.report(thrown);
            }
        }
    }
}
