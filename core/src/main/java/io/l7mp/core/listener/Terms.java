package io.l7mp.core.listener;

import io.l7mp.config.ListenerConfig;
import io.l7mp.core.session.Admission;
import io.l7mp.core.session.Session;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;

/**
 * On what terms a listener lets sessions in. They change with its options while its socket stays; a session keeps those it came on.
 *
 * @param listener what was configured
 * @param traits what its source streams keep
 * @param idle after how long without payload a session ends; zero for never
 * @param rate how many new ones a source may bring; nothing for any number
 * @param owner counts them
 */
record Terms(ListenerConfig listener, Traits traits, Duration idle, Optional<SourceRate> rate, Listener owner)
        implements
            Admission {
    @Override
    public void tracked(Session session) {
        owner.tracked(session);
    }

    @Override
    public void left(Session session) {
        owner.left(session);
    }
}
