package io.l7mp.core.session;

import io.l7mp.config.ListenerConfig;
import io.l7mp.spi.Traits;
import java.time.Duration;

/** What a session knows of the listener that let it in, and tells it. */
public interface Admission {
    /** {@return what was configured} */
    ListenerConfig listener();

    /** {@return what its source streams keep} */
    Traits traits();

    /** {@return after how long without payload a session ends; zero for never} */
    Duration idle();

    /** The session is over, but stays listed for a while. On its loop. */
    void tracked(Session session);

    /** The session is not listed any more. Any thread. */
    void left(Session session);
}
