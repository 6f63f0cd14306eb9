package io.l7mp.linux;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;

/** Who hears of one flow; on the flow's loop only. What it throws ends that flow and no other. */
public interface DatagramListener {
    /**
     * Some datagrams came.
     *
     * @param batch lent until this returns
     */
    void arrived(Batch batch);

    /** Nothing more this turn. */
    void turnEnd();

    /** Enough of what waited to be sent has left. May come from inside a send of another flow: only to be noted. */
    void room();

    /**
     * Datagrams that were given to the flow were thrown away. May come from inside any call: only to be counted.
     *
     * @param why for which reason
     * @param messages how many
     */
    void dropped(Drop why, int messages);

    /**
     * The flow cannot go on; it is to be closed.
     *
     * @param cause why
     */
    void failed(Cause cause);

    /** The flow was closed: nothing of it is left. Once and last; may come from inside the close. */
    void ended();
}
