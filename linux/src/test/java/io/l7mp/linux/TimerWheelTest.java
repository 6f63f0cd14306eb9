package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();
    private final List<String> fired = new ArrayList<>();

    private final class Named extends TimerWheel.Node {
        private final String name;
        private Runnable then = () -> {};

        Named(String name) {
            this.name = name;
        }

        @Override
        void fire() {
            fired.add(name);
            then.run();
        }
    }

    private Named set(String name, long tick) {
        var timer = new Named(name);
        wheel.set(timer, tick);
        return timer;
    }

    @Test
    void firesEachTimerInItsTickAndNotBefore() {
        set("a", 3);

        wheel.advance(2);
        assertThat(fired).isEmpty();

        wheel.advance(3);
        wheel.advance(10_000);
        assertThat(fired).containsExactly("a");
        assertThat(wheel.pending()).isZero();
    }

    @Test
    void firesTimersOfAllWheelsInTheOrderOfTheirTicks() {
        set("years", 5_000_000_000L);
        set("days", 20_000_000);
        set("hours", 1_000_000);
        set("minutes", 30_000);
        set("seconds", 500);
        set("now", 0);

        wheel.advance(6_000_000_000L);

        assertThat(fired).containsExactly("now", "seconds", "minutes", "hours", "days", "years");
    }

    @Test
    void firesTimersOfOneTickInTheOrderOfBeingSet() {
        set("first", 700);
        set("second", 700);
        wheel.advance(690);
        set("third", 700);

        wheel.advance(700);

        assertThat(fired).containsExactly("first", "second", "third");
    }

    @Test
    void doesNotFireWhatWasCancelled() {
        var timer = set("a", 100);

        wheel.cancel(timer);
        wheel.cancel(timer);
        wheel.advance(200);

        assertThat(fired).isEmpty();
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
    }

    @Test
    void firesOnlyAtTheNewTickWhatWasSetAgain() {
        var timer = set("a", 100);

        wheel.set(timer, 5_000);
        wheel.advance(4_999);
        assertThat(fired).isEmpty();

        wheel.advance(5_000);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void letsATimerSetItselfAgainWhileItFires() {
        var timer = set("a", 1);
        timer.then = () -> wheel.set(timer, 0);

        wheel.advance(5);

        assertThat(fired).hasSize(5);
    }

    @Test
    void letsATimerCancelItsNeighbour() {
        var first = set("first", 9);
        var second = set("second", 9);
        first.then = () -> wheel.cancel(second);

        wheel.advance(20);

        assertThat(fired).containsExactly("first");
    }

    @Test
    void saysHowLongItMayBeLeftAlone() {
        set("a", 100_000);
        int wakeUps = 0;

        for (long next = wheel.next(); next != TimerWheel.NEVER; next = wheel.next()) {
            wheel.advance(next);
            wakeUps++;
        }

        assertThat(fired).containsExactly("a");
        assertThat(wakeUps).isLessThanOrEqualTo(4);
    }

    @Test
    void agreesWithASimpleListOverManyRandomSteps() {
        var random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));
        var due = new long[500];
        var wrong = new ArrayList<String>();
        long[] now = {0};
        var timers = new TimerWheel.Node[due.length];
        for (int i = 0; i < due.length; i++) {
            int number = i;
            timers[i] = new TimerWheel.Node() {
                @Override
                void fire() {
                    if (due[number] == 0 || due[number] > now[0]) {
                        wrong.add(number + " at " + now[0] + " instead of " + due[number]);
                    }
                    due[number] = 0;
                }
            };
        }
        for (int step = 0; step < 50_000; step++) {
            int i = random.nextInt(due.length);
            if (random.nextInt(4) == 0) {
                wheel.cancel(timers[i]);
                due[i] = 0;
            } else {
                due[i] = now[0] + 1 + random.nextLong(1L << random.nextInt(1, 28));
                wheel.set(timers[i], due[i]);
            }
            now[0] += random.nextLong(1L << random.nextInt(0, 16));
            wheel.advance(now[0]);
            for (int j = 0; j < due.length; j++) {
                if (due[j] != 0 && due[j] <= now[0]) {
                    wrong.add(j + " still pending at " + now[0] + ", due at " + due[j]);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
