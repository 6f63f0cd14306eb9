package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.SimWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts against an endpoint, and that each session counts once. */
class LeaseTest {
    private static final Cause REFUSED = Cause.of(Kind.REFUSED, "connect ECONNREFUSED");

    private final SimWorld world = new SimWorld(1, 1);
    private final Member member = Pool.member("a", "127.0.0.1", 0, 1);

    private Lease lease(boolean watched) {
        return new Lease(member, watched, world.loop(), world.random());
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "TIMED_OUT", "RESET", "PROTOCOL", "NOT_FOUND"})
    void countsWhatIsTheEndpointsDoing(Kind kind) {
        lease(true).fails(Cause.of(kind, "no"));

        assertThat(member.standing().health().refusals()).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "NO_ROUTE", "LIMIT", "SHUTDOWN", "BUG"})
    void countsNothingElse(Kind kind) {
        lease(true).fails(Cause.of(kind, "no"));

        assertThat(member.standing().health()).isSameAs(Health.GOOD);
    }

    @Test
    void takesAnAnswerThatTheRequestIsWrongForASignOfLife() {
        lease(true).fails(REFUSED.with(Metadata.of(Json.obj("status", 404))));
        assertThat(member.standing().health()).isSameAs(Health.GOOD);

        lease(true).fails(REFUSED.with(Metadata.of(Json.obj("status", 503))));
        assertThat(member.standing().health().refusals()).isOne();
    }

    @Test
    void countsTheFirstFindingOfASession() {
        var lease = lease(true);
        lease.works();

        lease.fails(REFUSED);
        lease.fails(REFUSED);

        assertThat(member.standing().health()).isSameAs(Health.GOOD);
    }

    @Test
    void countsNothingWhereHealthIsOff() {
        for (int i = 0; i < 5; i++) {
            lease(false).fails(REFUSED);
        }

        assertThat(member.standing().health()).isSameAs(Health.GOOD);
    }

    @Test
    void countsASessionUntilItEndsAndOnce() {
        var one = lease(true);
        var other = lease(false);
        assertThat(member.standing().sessions()).isEqualTo(2);

        one.end();
        one.end();
        other.end();

        assertThat(member.standing().sessions()).isZero();
    }
}
