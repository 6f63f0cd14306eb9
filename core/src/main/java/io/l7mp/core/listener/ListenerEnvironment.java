package io.l7mp.core.listener;

import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.FacilitiesEnv;
import io.l7mp.core.registry.FileRoots;
import io.l7mp.core.registry.Registry;
import io.l7mp.core.session.Sessions;
import io.l7mp.spi.Acceptor;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Json;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.spi.Loop;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the protocol of one listener may use. */
final class ListenerEnvironment extends FacilitiesEnv implements ListenerEnv {
    private final Sessions sessions;
    private final Registry registry;
    private final FileRoots roots;
    private final Totals totals;
    private final AtomicLong ids = new AtomicLong();

    /** Where the search for a loop begins, so that loops with as many sessions, such as none, take turns. */
    private final AtomicInteger turn = new AtomicInteger();

    ListenerEnvironment(String owner, Facilities facilities, Sessions sessions, Registry registry,
            FileRoots roots) {
        super(owner, facilities);
        this.sessions = sessions;
        this.registry = registry;
        this.roots = roots;
        totals = facilities.totals();
    }

    @Override
    public Loop lightest() {
        var loops = loops();
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
    public void checkFile(String setting, String path) {
        roots.check(setting, path);
    }

    @Override
    public long nextId() {
        return ids.getAndIncrement();
    }

    @Override
    public void check(Json.Obj transportSpec) {
        registry.check(transportSpec, this);
    }

    @Override
    public void bind(Json.Obj transportSpec, Acceptor acceptor, Completion<Binding> done) {
        registry.bind(transportSpec, counted(acceptor, transportSpec), this, done);
    }

    /** Counts the transport's peers as if it were a listener, as clients of the reference know it. */
    private Acceptor counted(Acceptor acceptor, Json.Obj transportSpec) {
        return transportSpec.get("protocol").orElse(Json.NULL) instanceof Json.Text(var protocol)
                ? offer -> {
                    totals.listenerTransportRequest(owner(), protocol);
                    acceptor.offer(offer);
                }
                : acceptor;
    }
}
