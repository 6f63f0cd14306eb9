package io.l7mp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimWorldTest {
    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 3);

    @Test
    void runsTasksOfOneLoopInTheirOrder() {
        var seen = new ArrayList<Integer>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            world.loop().execute(() -> seen.add(number));
        }

        world.run();

        assertThat(seen).hasSize(100).isSorted();
    }

    @Test
    void repeatsARunToTheLastStepForTheSameSeed() {
        var first = trace(7);
        var second = trace(7);
        var other = trace(8);

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private static List<String> trace(long seed) {
        var world = new SimWorld(seed, 3);
        var seen = new ArrayList<String>();
        world.net().lossy(new LossyLink(0.2, 0.2, 0.2));
        world.net().serve("there", 1).echo();
        var connector = new SimProtocol(world.net()).open(SimSpec.datagrams(1), TestEnv.of(world));
        for (var loop : world.loops()) {
            for (int i = 0; i < 20; i++) {
                int number = i;
                loop.execute(() -> seen.add(loop + " " + number));
                world.blocking().execute(() -> seen.add("blocking " + number));
                loop.after(Duration.ofMillis(number % 3),
                        () -> seen.add(loop + " timer at " + world.nanos()));
            }
        }
        connector.close();
        world.run();
        seen.add("fingerprint " + world.fingerprint());
        return seen;
    }

    @Test
    void firesTimersAtTheirExactTime() {
        var fired = new ArrayList<Long>();
        world.loop().after(Duration.ofHours(1), () -> fired.add(world.nanos()));
        world.loop().after(Duration.ofNanos(1), () -> fired.add(world.nanos()));

        world.run();

        assertThat(fired).containsExactly(1L, Duration.ofHours(1).toNanos());
    }

    @Test
    void neverRunsACancelledTimerEvenWhenItWasDue() {
        var fired = new ArrayList<String>();
        var second = world.loop().after(Duration.ofMillis(1), () -> fired.add("second"));
        world.loop().after(Duration.ofNanos(1), () -> {});
        world.loop().after(Duration.ofMillis(1), () -> fired.add("third"));
        second.again(Duration.ofMillis(1));
        world.loop().after(Duration.ofNanos(2), second::cancel);

        world.run();

        assertThat(fired).containsExactly("third");
    }

    @Test
    void setsATimerAgainAfterItRan() {
        var fired = new ArrayList<Long>();
        var timer = world.loop().after(Duration.ofMillis(1), () -> fired.add(world.nanos()));
        world.run();
        timer.again(Duration.ofMillis(2));

        world.run();

        assertThat(fired).containsExactly(1_000_000L, 3_000_000L);
    }

    @Test
    void setsTheTimeToTheEndOfARun() {
        var before = world.clock().instant();

        world.run(Duration.ofSeconds(5));

        assertThat(Duration.between(before, world.clock().instant())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void settlesWithoutFiringTimersOfLoops() {
        var fired = new ArrayList<String>();
        world.loop().after(Duration.ofHours(1), () -> fired.add("idle"));
        world.net().dial(SimSpec.bytes(1), 1, Metadata.EMPTY);

        world.settle();

        assertThat(fired).isEmpty();
        assertThat(world.net().openStreams()).isZero();
    }

    @Test
    void knowsWhoIsInside() {
        var first = world.loops().get(0);
        var second = world.loops().get(1);
        var inside = new ArrayList<Boolean>();

        world.on(first, () -> inside.addAll(List.of(first.inLoop(), second.inLoop())));

        assertThat(inside).containsExactly(true, false);
        assertThat(first.inLoop()).isFalse();
    }

    @Test
    void refusesMailWhenFullAndGivesBackWhatWasNotDelivered() {
        var delivered = new ArrayList<Integer>();
        var back = new ArrayList<Integer>();
        var mailbox = world.loop().<Integer>mailbox(2, delivered::add);
        var taken = List.of(mailbox.offer(1), mailbox.offer(2), mailbox.offer(3));
        world.run();
        var later = mailbox.offer(4);
        mailbox.close(back::add);
        world.run();

        assertThat(taken).containsExactly(true, true, false);
        assertThat(later).isTrue();
        assertThat(delivered).containsExactly(1, 2);
        assertThat(back).containsExactly(4);
        assertThat(mailbox.offer(5)).isFalse();
    }

    @Test
    void throwsWhatATaskThrew() {
        world.loop().execute(() -> {
            throw new IllegalArgumentException("a bug");
        });

        assertThatThrownBy(world::run).hasMessageContaining("a bug").hasMessageContaining("seed")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void handsWhatATaskThrewToTheHandlerAndGoesOn() {
        var thrown = new ArrayList<Throwable>();
        var seen = new ArrayList<String>();
        world.onUncaught(thrown::add);
        world.loop().execute(() -> {
            throw new IllegalArgumentException("a bug");
        });
        world.loop().execute(() -> seen.add("next"));

        world.run();

        assertThat(thrown).hasSize(1);
        assertThat(seen).containsExactly("next");
    }

    @Test
    void stopsWhenTheConditionHolds() {
        var ticks = new ArrayList<Long>();
        for (int i = 1; i <= 10; i++) {
            world.loop().after(Duration.ofMillis(i), () -> ticks.add(world.nanos()));
        }

        boolean came = world.runUntil(() -> ticks.size() == 3, Duration.ofSeconds(1));

        assertThat(came).isTrue();
        assertThat(ticks).hasSize(3);
    }
}
