package io.l7mp.linux;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/**
 * Says when a turn of Netty's loop begins. The time is not read there but when it is asked for first, which is after the wait for
 * events, so that a loop that slept does not work with the time of before.
 */
final class LoopTurns implements IoHandler {
    private final IoHandler polling;
    private final Runnable begins;

    LoopTurns(IoHandler polling, Runnable begins) {
        this.polling = polling;
        this.begins = begins;
    }

    @Override
    public void initialize() {
        polling.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        begins.run();
        return polling.run(context);
    }

    @Override
    public void prepareToDestroy() {
        polling.prepareToDestroy();
    }

    @Override
    public void destroy() {
        polling.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return polling.register(handle);
    }

    @Override
    public void wakeup() {
        polling.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return polling.isCompatible(type);
    }
}
