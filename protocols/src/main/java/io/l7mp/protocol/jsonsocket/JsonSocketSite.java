package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Acceptor;
import io.l7mp.spi.ListenerEnv;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the peers of one listener share, on any loop: where they are brought, their numbers, and who has said nothing yet. */
final class JsonSocketSite {
    private final JsonSocketListenerSpec spec;
    private final Acceptor acceptor;
    private final ListenerEnv env;

    /** Of our own, since the transport takes the listener's for its sessions. */
    private final AtomicLong ids = new AtomicLong();

    private final WaitingRoom waiting;
    private final ReplyRate refusals = new ReplyRate();

    JsonSocketSite(JsonSocketListenerSpec spec, Acceptor acceptor, ListenerEnv env) {
        this.spec = spec;
        this.acceptor = acceptor;
        this.env = env;
        this.waiting = new WaitingRoom(spec.maxWaiting());
    }

    Acceptor acceptor() {
        return acceptor;
    }

    ListenerEnv env() {
        return env;
    }

    /** {@return the name of the next session} */
    String nextName() {
        return "JSONSocket:" + env.owner() + "-" + ids.getAndIncrement();
    }

    Duration headerTimeout() {
        return Duration.ofMillis(spec.headerTimeout());
    }

    /** {@return where peers wait that have not sent a header yet} */
    WaitingRoom waiting() {
        return waiting;
    }

    /** {@return how many refusals are said where the sender of a request may be forged} */
    ReplyRate refusals() {
        return refusals;
    }
}
