package io.l7mp.core.listener;

import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.session.Sessions;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the protocol of one listener may use. */
final class ListenerEnvironment implements ListenerEnv {
    private final String owner;
    private final Facilities facilities;
    private final Sessions sessions;
    private final Registry registry;
    private final AtomicLong ids = new AtomicLong();

    /** Where the search for a loop begins, so that loops with as many sessions, such as none, take turns. */
    private final AtomicInteger turn = new AtomicInteger();

    ListenerEnvironment(String owner, Facilities facilities, Sessions sessions, Registry registry) {
        this.owner = owner;
        this.facilities = facilities;
        this.sessions = sessions;
        this.registry = registry;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public List<Loop> loops() {
        return facilities.loops();
    }

    @Override
    public ByteBufAllocator buffers() {
        return facilities.buffers();
    }

    @Override
    public Executor blocking() {
        return facilities.blocking();
    }

    @Override
    public JsonText json() {
        return facilities.json();
    }

    @Override
    public Duration linger() {
        return facilities.linger();
    }

    @Override
    public void refused(String reason) {
        facilities.totals().refused(reason);
    }

    @Override
    public void dropped(String reason, long messages) {
        facilities.totals().dropped(reason, messages);
    }

    @Override
    public Loop lightest() {
        var loops = facilities.loops();
        int first = Math.floorMod(turn.getAndIncrement(), loops.size());
        var lightest = loops.get(first);
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < loops.size(); i++) {
            var loop = loops.get((first + i) % loops.size());
            int count = sessions.on(loop);
            if (count < fewest) {
                fewest = count;
                lightest = loop;
            }
        }
        return lightest;
    }

    @Override
    public long nextId() {
        return ids.getAndIncrement();
    }

    @Override
    public void bind(Json.Obj transportSpec, Acceptor acceptor, Completion<Binding> done) {
        registry.bind(transportSpec, acceptor, this, done);
    }
}
