package io.l7mp.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Kind;
import io.l7mp.testkit.SimWorld;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, with look-ups that end when the test says so, or never. */
class ResolverTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long SEED = Long.getLong("l7mp.test.seed", 1);

    private final SimWorld world = new SimWorld(SEED, 2);
    private final List<Runnable> hanging = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final Resolver resolver = new Resolver(hanging::add, this::lookup);

    private InetAddress[] lookup(String host) throws UnknownHostException {
        asked.add(host);
        if (host.startsWith("bug")) {
            throw new IllegalStateException(host);
        }
        if (host.startsWith("no")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[]{InetAddress.getByAddress(host, new byte[]{10, 0, 0, 1}),
                InetAddress.getByAddress(host, new byte[]{10, 0, 0, 2})};
    }

    private Completion<List<InetAddress>> note(String who) {
        return new Completion<>() {
            @Override
            public void done(List<InetAddress> value) {
                results.add(who + " " + value.stream().map(InetAddress::getHostAddress).toList());
            }

            @Override
            public void failed(Cause cause) {
                results.add(who + " " + cause.kind() + " " + cause.content());
            }
        };
    }

    private Attempt resolve(String host, String who) {
        return resolver.resolve(host, world.loop(), LIMIT, note(who));
    }

    private void answerNext() {
        hanging.removeFirst().run();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1", "::1, 0:0:0:0:0:0:0:1", "[::1], 0:0:0:0:0:0:0:1",
            "::ffff:192.0.2.1, 192.0.2.1", "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
            "fe80::1%1, fe80:0:0:0:0:0:0:1%1"})
    void answersLiteralsAtOnce(String host, String address) {
        resolve(host, "x");

        assertThat(results).containsExactly("x [" + address + "]");
        assertThat(hanging).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::g", "[::1", "1.2.3.4.5", "300.1.1.1", "fe80::1%nosuchif0"})
    void refusesWhatIsNeitherLiteralNorNameAtOnce(String host) {
        resolve(host, "x");

        assertThat(results).containsExactly("x REFUSED getaddrinfo ENOTFOUND " + host);
        assertThat(hanging).isEmpty();
    }

    @Test
    void answersOnTheCallersLoopInTheSystemsOrder() {
        resolver.resolve("host", world.loops().get(1), LIMIT, note("x"));
        answerNext();
        assertThat(results).isEmpty();

        world.run();

        assertThat(results).containsExactly("x [10.0.0.1, 10.0.0.2]");
    }

    @Test
    void saysThatANameIsUnknown() {
        resolve("nobody", "x");
        answerNext();
        world.run();

        assertThat(results).containsExactly("x REFUSED getaddrinfo ENOTFOUND nobody");
    }

    @Test
    void asksOnceForAllWhoWantTheSameName() {
        resolve("host", "x");
        resolve("host", "y");
        resolve("other", "z");
        assertThat(hanging).hasSize(2);

        answerNext();
        world.run();

        assertThat(results).startsWith("x [10.0.0.1, 10.0.0.2]", "y [10.0.0.1, 10.0.0.2]");
        assertThat(asked).containsExactly("host");
    }

    @Test
    void asksAgainAfterTheAnswer() {
        resolve("host", "x");
        answerNext();
        resolve("host", "y");
        answerNext();
        world.run();

        assertThat(asked).containsExactly("host", "host");
        assertThat(results).hasSize(2);
    }

    @Test
    void endsAtTheCallersLimit() {
        resolve("host", "x");

        world.run();
        answerNext();
        world.run();

        assertThat(results).containsExactly("x TIMED_OUT getaddrinfo ETIMEDOUT host");
        assertThat(world.nanos()).isEqualTo(LIMIT.toNanos());
    }

    @Test
    void tellsNobodyAfterACancel() {
        var attempt = resolve("host", "x");
        resolve("host", "y");
        attempt.cancel();
        attempt.cancel();
        answerNext();
        world.run();

        assertThat(results).containsExactly("y [10.0.0.1, 10.0.0.2]");
    }

    @Test
    void tellsNobodyAfterACancelThatCrossesTheAnswer() {
        var attempt = resolve("host", "x");
        answerNext();
        attempt.cancel();
        world.run();

        assertThat(results).isEmpty();
    }

    @Test
    void runsFewAtOnceAndTheRestInTheirOrder() {
        for (int i = 0; i < Resolver.MOST_AT_ONCE + 3; i++) {
            resolve("host-" + i, "x" + i);
        }
        assertThat(hanging).hasSize(Resolver.MOST_AT_ONCE);

        answerNext();
        answerNext();

        assertThat(hanging).hasSize(Resolver.MOST_AT_ONCE);
        hanging.removeLast().run();
        assertThat(asked).containsExactly("host-0", "host-1", "host-65");
    }

    @Test
    void dropsLookupsThatNobodyWaitsForBeforeTheyRun() {
        for (int i = 0; i < Resolver.MOST_AT_ONCE; i++) {
            resolve("host-" + i, "x" + i);
        }
        resolve("dropped", "d").cancel();
        resolve("kept", "k");

        answerNext();

        hanging.removeLast().run();
        assertThat(asked).containsExactly("host-0", "kept");
    }

    @Test
    void refusesMoreWaitingCallersThanItsBound() {
        var attempts = new ArrayList<Attempt>();
        for (int i = 0; i < Resolver.MOST_WAITING; i++) {
            attempts.add(resolve("host-" + i, "x"));
        }
        resolve("one-more", "y");
        assertThat(results).containsExactly("y LIMIT getaddrinfo EAGAIN one-more");

        attempts.getLast().cancel();
        resolve("another", "z");
        assertThat(results).hasSize(1);
        assertThat(hanging).hasSize(Resolver.MOST_AT_ONCE);

        world.run();
        assertThat(results).hasSize(Resolver.MOST_WAITING + 1)
                .filteredOn(result -> result.contains("ETIMEDOUT")).hasSize(Resolver.MOST_WAITING);
    }

    @Test
    void goesOnAfterHangingLookupsEnd() {
        for (int i = 0; i < Resolver.MOST_AT_ONCE + 1; i++) {
            resolve("host-" + i, "x");
        }
        world.run();
        results.clear();
        resolve("late", "y");

        answerNext();
        hanging.removeLast().run();
        world.run();

        assertThat(results).containsExactly("y [10.0.0.1, 10.0.0.2]");
    }

    @Test
    void leavesNobodyWaitingWhenTheLookupThrows() {
        resolve("bug", "x");

        try {
            answerNext();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("bug");
        }
        world.run();

        assertThat(results).containsExactly("x BUG getaddrinfo bug");
    }

    @Test
    void endsAllWaitsWhenTheExecutorIsGone() {
        var gone = new Resolver(_ -> {
            throw new RejectedExecutionException();
        }, this::lookup);

        gone.resolve("host", world.loop(), LIMIT, note("x"));
        world.run();

        assertThat(results).extracting(result -> result.split(" ")[1]).containsExactly(Kind.SHUTDOWN.name());
    }
}
