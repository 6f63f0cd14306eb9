package io.l7mp.spi;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What a protocol may use of the outside world. Any thread. */
public interface Env {
    /** {@return the name of the listener or cluster} */
    String owner();

    /** {@return all loops of the program} */
    List<Loop> loops();

    /** {@return where buffers come from; on loop threads only} */
    ByteBufAllocator buffers();

    /** {@return virtual threads, for what may block; a task given to it never waits for a loop} */
    Executor blocking();

    /** {@return JSON text to values and back} */
    JsonText json();

    /** {@return how long an orderly close may take to flush} */
    Duration linger();

    /**
     * Counts a peer or request that was turned away, in {@code l7mp_refused_total}.
     *
     * @param reason one word, from a fixed set
     */
    void refused(String reason);

    /**
     * Counts payloads that were thrown away outside any session, in {@code l7mp_dropped_total}.
     *
     * @param reason one word, from a fixed set
     * @param messages how many
     */
    void dropped(String reason, long messages);
}
