package io.l7mp.proxy;

import static java.util.Objects.requireNonNullElse;

import io.l7mp.config.JsonCodec;
import io.l7mp.control.L7mpControllerProtocol;
import io.l7mp.control.MetricsPage;
import io.l7mp.control.PrometheusProtocol;
import io.l7mp.core.change.Office;
import io.l7mp.core.cluster.Plumbing;
import io.l7mp.core.cluster.Resolver;
import io.l7mp.core.metric.Totals;
import io.l7mp.core.registry.Facilities;
import io.l7mp.core.registry.Registry;
import io.l7mp.linux.EpollLoops;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rooms together in the order in which they need each other: loops, the office, the API, which needs the office, and at
 * last the first configuration, which needs all protocols. On the main thread.
 */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final String LOOPS = "L7MP_LOOPS";
    private static final int FILE_THREADS = 4;
    private static final Duration LINGER = Duration.ofSeconds(5);

    private Assembly() {}

    /** Starts the proxy; see {@link Starter#start}. */
    static Running start(Settings settings) throws NotStarted {
        var first = FirstConfiguration.read(settings);
        var totals = new Totals();
        forgetNames();
        var loops = loops(totals);
        var blocking = Executors.newVirtualThreadPerTaskExecutor();
        var files = files(blocking);
        var accessLog = settings.logs().access(totals, files);
        var facilities = new Facilities(loops.loops(), ByteBufAllocator.DEFAULT, blocking, files,
                new JsonCodec(), InstantSource.system(), () -> ThreadLocalRandom.current().nextLong(), LINGER,
                totals, accessLog);
        var registry = Registry.found();
        var resolver = new Resolver(blocking, InetAddress::getAllByName);
        var office = new Office(registry, new Plumbing(registry, facilities, resolver), facilities);
        var figures = new LoopFigures(loops, ByteBufAllocator.DEFAULT);
        var page = new MetricsPage(office, version(), figures::families);
        registry.seal(List.of(new L7mpControllerProtocol(office, version(),
                requireNonNullElse(System.getenv("L7MP_TOKEN"), "")),
                new PrometheusProtocol(office, page)));
        var probes = new Probes(page);
        var proxy = new RunningProxy(office, probes, loops, blocking, accessLog);
        try {
            serve(probes, first.given(registry).probePort());
            first.applyTo(office, registry);
            office.onAdmin(_ -> blocking.execute(() -> probes.follow(office.tree().admin().probePort())));
            probes.readiness().ready();
            return proxy;
        } catch (NotStarted e) {
            proxy.abandon();
            throw e;
        }
    }

    /** Health can be asked for while everything else is still being started. */
    private static void serve(Probes probes, int port) throws NotStarted {
        try {
            probes.serve(port);
        } catch (IOException e) {
            throw new NotStarted(NotStarted.Reason.INVALID,
                    "admin.probe_port: " + port + " (" + requireNonNullElse(e.getMessage(), "no port") + ")");
        }
    }

    /** Names are resolved at each connect, so the JVM must not remember them. */
    private static void forgetNames() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private static EpollLoops loops(Totals totals) throws NotStarted {
        int count = count();
        try {
            return new EpollLoops(count, (loop, bug) -> {
                totals.bug();
                LOG.atError().addKeyValue("loop", loop).setCause(bug).log("a loop survived a bug");
            });
        } catch (UnsupportedOperationException e) { // elsewhere than on Linux
            throw new NotStarted(NotStarted.Reason.INVALID,
                    requireNonNullElse(e.getMessage(), "no event loops"));
        }
    }

    private static int count() throws NotStarted {
        var wanted = requireNonNullElse(System.getProperty("l7mp.loops"),
                requireNonNullElse(System.getenv(LOOPS), ""));
        if (wanted.isEmpty()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!wanted.matches("[1-9][0-9]{0,2}")) {
            throw new NotStarted(NotStarted.Reason.INVALID, LOOPS + ": " + wanted + " (expected: 1..999)");
        }
        return Integer.parseInt(wanted);
    }

    /**
     * Files are written on threads of their own, as a virtual thread that is stuck in a file keeps its carrier from all others. A
     * virtual one waits for each task, so that the end of the program waits for files as for everything else that may block.
     */
    private static Executor files(ExecutorService blocking) {
        var pool = new ThreadPoolExecutor(FILE_THREADS, FILE_THREADS, 1, TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("l7mp-file-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return task -> blocking.execute(() -> CompletableFuture.runAsync(task, pool).join());
    }

    private static String version() {
        return requireNonNullElse(Assembly.class.getPackage().getImplementationVersion(), "development");
    }
}
