package io.l7mp.testkit;

import io.l7mp.spi.Endpoint;
import java.util.Optional;

/** A foreign peer that clusters connect to, for protocols without listeners. Any thread. */
public interface FarListener extends AutoCloseable {
    /** {@return where it listens} */
    Endpoint endpoint();

    /** {@return the next connection that was made and not asked for yet} */
    Optional<End> accepted();

    @Override
    void close();
}
