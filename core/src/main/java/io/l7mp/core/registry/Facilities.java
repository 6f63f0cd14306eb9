package io.l7mp.core.registry;

import io.l7mp.core.metric.Totals;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Loop;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What the core has of the outside world, handed in by the program or by a simulation.
 *
 * @param loops all of them
 * @param buffers where payload buffers come from
 * @param blocking virtual threads, or simulated ones
 * @param files a few threads for writing to files, where one that is stuck holds up nothing but other files
 * @param json JSON text to values and back
 * @param clock the time of day, for events and logs
 * @param random for pauses and balancers; any thread
 * @param linger how long an orderly close may take to flush
 * @param totals what is counted
 * @param accessLog hears of each session that is over
 */
public record Facilities(List<Loop> loops, ByteBufAllocator buffers, Executor blocking, Executor files,
        JsonText json,
        InstantSource clock, RandomGenerator random, Duration linger, Totals totals, AccessLog accessLog) {
    public Facilities {
        loops = List.copyOf(loops);
    }

    /** Leaves out the access log. */
    public Facilities(List<Loop> loops, ByteBufAllocator buffers, Executor blocking, Executor files,
            JsonText json,
            InstantSource clock, RandomGenerator random, Duration linger, Totals totals) {
        this(loops, buffers, blocking, files, json, clock, random, linger, totals, AccessLog.NONE);
    }
}
