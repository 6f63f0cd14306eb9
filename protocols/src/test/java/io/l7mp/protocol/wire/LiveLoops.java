package io.l7mp.protocol.wire;

import io.l7mp.linux.EpollLoops;
import io.l7mp.spi.Loop;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Two event loops with real sockets, made once for all tests of this module. */
public final class LiveLoops {
    private static final Queue<Throwable> UNCAUGHT = new ConcurrentLinkedQueue<>();
    private static final EpollLoops LOOPS = new EpollLoops(2, (_, thrown) -> UNCAUGHT.add(thrown));

    private LiveLoops() {}

    /** {@return the loops} */
    public static List<Loop> all() {
        return LOOPS.loops();
    }

    /** {@return what was thrown on them since somebody asked last} */
    public static List<Throwable> uncaught() {
        var thrown = List.copyOf(UNCAUGHT);
        UNCAUGHT.clear();
        return thrown;
    }
}
