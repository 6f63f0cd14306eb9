package io.l7mp.testkit;

import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The contract on threads in place of a simulated world. */
class RealLoopTest extends ProtocolContract {
    private static final List<ThreadLoop> LOOPS = List.of(new ThreadLoop(), new ThreadLoop());

    @AfterAll
    static void stop() {
        LOOPS.forEach(ThreadLoop::close);
    }

    @Override
    protected Fixture fixture() {
        return Fixture.on(LOOPS).withTransform(new FaultyProtocol(), new FaultySpec("write", "THROW"));
    }
}
