package io.l7mp.proxy;

import io.l7mp.core.metric.Family;
import io.l7mp.core.metric.Sample;
import io.l7mp.linux.EpollLoop;
import io.l7mp.linux.EpollLoops;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;

/**
 * What the metrics page shows of what is below the core. Any thread. The JVM's own figures do not know of the allocator's memory.
 *
 * @param loops all of them
 * @param buffers where those of the payload come from
 */
record LoopFigures(EpollLoops loops, ByteBufAllocator buffers) {
    private static final double SECOND = 1e9;

    List<Family> families() {
        return List.of(Family.gauge("l7mp_loop_turn_seconds", "Longest callback of an event loop so far",
                loops.loops().stream().map(EpollLoop::of).map(LoopFigures::longest).toList()),
                Family.gauge("l7mp_buffer_bytes", "Memory outside the heap that is kept for payload",
                        memory()));
    }

    private List<Sample> memory() {
        return buffers instanceof ByteBufAllocatorMetricProvider known
                ? List.of(Sample.of(known.metric().usedDirectMemory()))
                : List.of();
    }

    private static Sample longest(EpollLoop loop) {
        return Sample.of("loop", Integer.toString(loop.index()), loop.longestTurn().nanos() / SECOND);
    }
}
