package io.l7mp.core.cluster;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One session's use of an endpoint, from the choice of it until the stream is gone, and what the session found out about it: that
 * it works, that it refuses, or nothing. The first finding counts. On the session's loop.
 */
public final class Lease {
    private static final Path STATUS = Path.of("/status");

    private final Endpoint endpoint;
    private final Standing standing;
    private final boolean watched;
    private final Loop loop;
    private final RandomGenerator random;
    private final @Nullable Health trial;
    private boolean decided;
    private boolean over;

    Lease(Member member, boolean watched, Loop loop, RandomGenerator random) {
        endpoint = member.endpoint();
        standing = member.standing();
        this.watched = watched;
        this.loop = loop;
        this.random = random;
        trial = watched ? standing.begin(loop.nanos()) : null;
        standing.entered();
    }

    /** {@return where to} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return whether it would be news that it works} */
    public boolean isDoubted() {
        return watched && standing.health().refusals() > 0;
    }

    /** The endpoint works. */
    public void works() {
        if (decides()) {
            standing.works();
        }
    }

    /** Nothing came of it; whether that is the endpoint's doing, the cause says. */
    public void fails(Cause cause) {
        if (isRefusal(cause) && decides()) {
            standing.refused(trial, loop.nanos(), random.nextDouble());
        }
    }

    private boolean decides() {
        boolean first = watched && !decided && !over;
        decided = true;
        return first;
    }

    /** A name or port that is not there, too, is the endpoint's; ends and limits of our own are not. */
    private static boolean isRefusal(Cause cause) {
        return switch (cause.kind()) {
            case REFUSED, RESET, TIMED_OUT, PROTOCOL -> !isAnswer(cause);
            case NOT_FOUND -> true;
            case DONE, NO_ROUTE, LIMIT, SHUTDOWN, BUG -> false;
        };
    }

    /** Who answers that a request is wrong is there; otherwise a peer that asks for odd paths could send all endpoints to rest. */
    private static boolean isAnswer(Cause cause) {
        return cause.detail().get(STATUS).orElse(Json.NULL) instanceof Json.Num status
                && status.real() >= 400 && status.real() < 500;
    }

    /** The session leaves the endpoint; idempotent. */
    public void end() {
        if (over) {
            return;
        }
        over = true;
        standing.left();
        if (trial != null && !decided) {
            standing.undecided(trial, loop.nanos());
        }
    }
}
