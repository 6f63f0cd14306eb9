package io.l7mp.core.session;

import io.l7mp.core.route.Verdict;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is kept of a session for the line that is written when it is over. On the session's loop. */
final class Course {
    private static final Path STATUS = Path.of("/HTTP/status");
    private static final long NEVER = -1;

    private final long begunNanos;
    private long connectAfter = NEVER;
    private int reconnects;
    private long status = NEVER;
    private Verdict.@Nullable Routed way;

    Course(long begunNanos) {
        this.begunNanos = begunNanos;
    }

    void routed(Verdict.Routed found) {
        way = found;
    }

    /** All stages are there, for the first time. */
    void connected(long nowNanos) {
        connectAfter = nowNanos - begunNanos;
    }

    /** A stage that went down is there again. */
    void reconnected() {
        reconnects++;
    }

    /** An upstream has answered the source. */
    void answered(Metadata head) {
        if (status == NEVER && head.get(STATUS).orElse(Json.NULL) instanceof Json.Num(var number)) {
            status = (long) number;
        }
    }

    Optional<Verdict.Routed> way() {
        return Optional.ofNullable(way);
    }

    /** {@return how long the first connect took, if it came to that} */
    OptionalLong connectNanos() {
        return connectAfter == NEVER ? OptionalLong.empty() : OptionalLong.of(connectAfter);
    }

    long lastedNanos(long nowNanos) {
        return nowNanos - begunNanos;
    }

    int reconnects() {
        return reconnects;
    }

    /** {@return the status of HTTP that came from an upstream, if one came} */
    OptionalLong status() {
        return status == NEVER ? OptionalLong.empty() : OptionalLong.of(status);
    }
}
