package io.l7mp.core.registry;

import io.l7mp.spi.Env;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Loop;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What the environments of listeners and of clusters have in common: the facilities, under the owner's name. Any thread. */
public abstract class FacilitiesEnv implements Env {
    private final String owner;
    private final Facilities facilities;

    protected FacilitiesEnv(String owner, Facilities facilities) {
        this.owner = owner;
        this.facilities = facilities;
    }

    @Override
    public final String owner() {
        return owner;
    }

    @Override
    public final List<Loop> loops() {
        return facilities.loops();
    }

    @Override
    public final ByteBufAllocator buffers() {
        return facilities.buffers();
    }

    @Override
    public final Executor blocking() {
        return facilities.blocking();
    }

    @Override
    public final JsonText json() {
        return facilities.json();
    }

    @Override
    public final Duration linger() {
        return facilities.linger();
    }

    @Override
    public final void refused(String reason) {
        facilities.totals().refused(reason);
    }

    @Override
    public final void dropped(String reason, long messages) {
        facilities.totals().dropped(reason, messages);
    }
}
