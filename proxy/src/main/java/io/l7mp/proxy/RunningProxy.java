package io.l7mp.proxy;

import io.l7mp.config.ObjectKind;
import io.l7mp.core.change.Office;
import io.l7mp.core.session.Sessions;
import io.l7mp.linux.EpollLoops;
import io.l7mp.spi.Loop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy that has started: ends it in the order in which payload flows, from the listeners to the files. On the main thread. */
final class RunningProxy implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProxy.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** How long what is still written to files may take; a look-up of a name may hang for longer. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(1);

    private final Office office;
    private final Probes probes;
    private final EpollLoops loops;
    private final ExecutorService blocking;
    private final AccessLogFile accessLog;

    RunningProxy(Office office, Probes probes, EpollLoops loops, ExecutorService blocking,
            AccessLogFile accessLog) {
        this.office = office;
        this.probes = probes;
        this.loops = loops;
        this.blocking = blocking;
        this.accessLog = accessLog;
    }

    @Override
    public boolean listens() {
        return !office.tree().listeners().isEmpty();
    }

    @Override
    public void stop(Duration limit) {
        probes.readiness().stopping();
        var ended = new CountDownLatch(1);
        office.closeListeners(() -> new Vigil(ended).begin());
        try {
            if (ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                closeClusters();
            } else {
                LOG.atWarn().addKeyValue("sessions", sessions().alive())
                        .log("stopped before all sessions had ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    /** The last session has its line. Without clusters nobody holds a connector, and what those had to write is written. */
    private void closeClusters() throws InterruptedException {
        accessLog.close();
        var closed = new CountDownLatch(1);
        office.submit(edit -> office.tree().clusters().keySet()
                .forEach(name -> edit.delete(ObjectKind.CLUSTER, name, false)), _ -> closed.countDown());
        if (closed.await(LAST_WRITES.toNanos(), TimeUnit.NANOSECONDS)) {
            blocking.shutdown();
            var _ = blocking.awaitTermination(LAST_WRITES.toNanos(), TimeUnit.NANOSECONDS); // what hangs is given up
        }
    }

    /** Stops the threads, whatever they do. */
    void abandon() {
        probes.close();
        loops.close();
        blocking.shutdownNow();
    }

    private Sessions sessions() {
        return office.hall().sessions();
    }

    /** Ends sessions until there is none: a connection that is kept alive may bring another request. */
    private final class Vigil {
        private final CountDownLatch ended;

        Vigil(CountDownLatch ended) {
            this.ended = ended;
        }

        void begin() {
            var loop = loops.loops().getFirst();
            loop.execute(() -> look(loop));
        }

        private void look(Loop loop) {
            if (sessions().alive() == 0) {
                ended.countDown();
            } else {
                sessions().endAll("Proxy stopped", () -> {});
                var _ = loop.after(LOOK, () -> look(loop)); // it ends with the loop
            }
        }
    }
}
