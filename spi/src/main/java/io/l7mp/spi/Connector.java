package io.l7mp.spi;

import java.time.Duration;

/** What all sessions of a cluster share. Kept while the cluster's settings stay equal, closed when the last session left it. */
public interface Connector extends AutoCloseable {
    /**
     * Tries once to get a stream. On the session's loop; several loops may be at it at once.
     *
     * @param endpoint where to; for a cluster without endpoints one that carries the cluster's name
     * @param session for whom
     * @param loop the session's loop, on which everything of the stream happens
     * @param limit how long it may take
     * @param done hears of the result, exactly once unless the attempt is cancelled first; may be called before this returns
     * @return the attempt, to be cancelled
     */
    Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done);

    /** Frees what is shared. Any thread, idempotent. */
    @Override
    void close();
}
