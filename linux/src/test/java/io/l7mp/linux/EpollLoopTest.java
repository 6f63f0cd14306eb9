package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Timer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpollLoopTest {
    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final EpollLoops loops = new EpollLoops(2, (_, thrown) -> uncaught.add(thrown));
    private final EpollLoop loop = EpollLoop.of(loops.loops().getFirst());

    @AfterEach
    void close() {
        loops.close();
    }

    private <T> T on(EpollLoop where, java.util.concurrent.Callable<T> task) {
        var result = new CompletableFuture<T>();
        where.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    @Test
    void runsTasksOnAThreadOfItsOwnWithItsName() {
        var name = on(loop, () -> Thread.currentThread().getName() + loop.inLoop()
                + EpollLoop.of(loops.loops().getLast()).inLoop());

        assertThat(name).isEqualTo("l7mp-loop-0truefalse");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        loop.execute(() -> {
            throw new AssertionError("planted");
        });

        assertThat(on(loop, () -> "alive")).isEqualTo("alive");
        assertThat(uncaught).singleElement().hasToString("java.lang.AssertionError: planted");
        assertThat(loop.uncaught()).isEqualTo(1);
    }

    @Test
    void goesOnAfterATimerThatThrows() {
        var ran = new CompletableFuture<Boolean>();
        loop.execute(() -> {
            loop.after(Duration.ofMillis(10), () -> {
                throw new IllegalStateException("planted");
            });
            loop.after(Duration.ofMillis(10), () -> ran.complete(true));
        });

        assertThat(ran.join()).isTrue();
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void tellsOneTimeForAWholeTurnAndALaterOneInTheNext() {
        var times = on(loop, () -> {
            long first = loop.nanos();
            long clock = loop.clock();
            while (loop.clock() - clock < 1_000) {
                Thread.onSpinWait();
            }
            return new long[]{first, loop.nanos()};
        });

        assertThat(times[1]).isEqualTo(times[0]);
        await().until(() -> on(loop, loop::nanos) > times[0]);
    }

    @Test
    void runsTimersInTheirOrderAndNotTooEarly() {
        var ran = new ConcurrentLinkedQueue<Integer>();
        var early = new AtomicInteger();
        loop.execute(() -> {
            long start = loop.clock();
            for (int delay : new int[]{60, 20, 40, 0}) {
                loop.after(Duration.ofMillis(delay), () -> {
                    ran.add(delay);
                    if (loop.clock() - start < Duration.ofMillis(delay).toNanos()) {
                        early.incrementAndGet();
                    }
                });
            }
            loop.after(Duration.ofMillis(30), () -> ran.add(-1)).cancel();
        });

        await().until(() -> ran.size() == 4);

        assertThat(ran).containsExactly(0, 20, 40, 60);
        assertThat(early).hasValue(0);
    }

    @Test
    void setsATimerAgainInPlace() {
        var ran = new AtomicInteger();
        var timer = on(loop, () -> loop.after(Duration.ofHours(1), ran::incrementAndGet));

        on(loop, () -> again(timer));
        await().until(() -> ran.get() == 1);
        on(loop, () -> again(timer));

        await().until(() -> ran.get() == 2);
    }

    private static boolean again(Timer timer) {
        timer.again(Duration.ofMillis(10));
        return true;
    }

    @Test
    void wakesUpSoonerForATimerThatIsSetLater() {
        var ran = new CompletableFuture<Boolean>();

        loop.execute(() -> {
            loop.after(Duration.ofHours(1), () -> {});
            loop.after(Duration.ofMillis(10), () -> ran.complete(true));
        });

        assertThat(ran.join()).isTrue();
    }

    @Test
    void keepsTheOrderOfEachSenderToAMailbox() {
        var got = new ConcurrentLinkedQueue<Integer>();
        Mailbox<Integer> mailbox = loop.mailbox(100_000, got::add);
        var senders = List.of(Thread.ofPlatform().unstarted(() -> send(mailbox, 0)),
                Thread.ofPlatform().unstarted(() -> send(mailbox, 1_000_000)));

        senders.forEach(Thread::start);

        await().until(() -> got.size() == 20_000);
        assertThat(got.stream().filter(i -> i < 1_000_000)).isSorted().hasSize(10_000);
        assertThat(got.stream().filter(i -> i >= 1_000_000)).isSorted().hasSize(10_000);
    }

    private static void send(Mailbox<Integer> mailbox, int from) {
        for (int i = 0; i < 10_000; i++) {
            mailbox.offer(from + i);
        }
    }

    @Test
    void losesNothingThatASmallMailboxTook() {
        var got = new AtomicInteger();
        Mailbox<Integer> mailbox = loop.mailbox(3, _ -> got.incrementAndGet());
        var taken = new AtomicInteger();
        var senders = List.of(Thread.ofPlatform().unstarted(() -> press(mailbox, taken)),
                Thread.ofPlatform().unstarted(() -> press(mailbox, taken)));

        senders.forEach(Thread::start);

        await().until(() -> senders.stream().noneMatch(Thread::isAlive));
        await().until(() -> got.get() == taken.get());
        assertThat(taken.get()).isPositive();
    }

    private static void press(Mailbox<Integer> mailbox, AtomicInteger taken) {
        for (int i = 0; i < 100_000; i++) {
            if (mailbox.offer(i)) {
                taken.incrementAndGet();
            }
        }
    }

    @Test
    void refusesWhatIsMoreThanTheBoundOfAMailbox() {
        var gate = new CompletableFuture<Boolean>();
        var got = new AtomicInteger();
        Mailbox<Integer> mailbox = loop.mailbox(3, got::addAndGet);
        loop.execute(gate::join);

        var taken = List.of(mailbox.offer(1), mailbox.offer(1), mailbox.offer(1), mailbox.offer(1));
        gate.complete(true);

        assertThat(taken).containsExactly(true, true, true, false);
        await().until(() -> got.get() == 3);
        assertThat(mailbox.offer(1)).isTrue();
    }

    @Test
    void handsBackWhatAClosedMailboxStillHeld() {
        var back = on(loop, () -> {
            Mailbox<Integer> mailbox = loop.mailbox(10, _ -> {});
            mailbox.offer(1);
            mailbox.offer(2);
            var held = new java.util.ArrayList<Integer>();
            mailbox.close(held::add);
            mailbox.close(held::add);
            held.add(mailbox.offer(3) ? 3 : 0);
            return held;
        });

        assertThat(back).containsExactly(1, 2, 0);
    }

    @Test
    void goesOnWithTheNextItemAfterOneThatThrows() {
        var got = new AtomicInteger();
        Mailbox<Integer> mailbox = loop.mailbox(10, i -> {
            if (i == 1) {
                throw new IllegalStateException("planted");
            }
            got.addAndGet(i);
        });

        mailbox.offer(1);
        mailbox.offer(10);

        await().until(() -> got.get() == 10);
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void refusesToCarrySocketsOnALoopOfAnotherKind() {
        var other = (Loop) Proxy.newProxyInstance(Loop.class.getClassLoader(), new Class<?>[]{Loop.class},
                (_, _, _) -> null);

        assertThatThrownBy(() -> EpollLoop.of(other)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("epoll loop");
    }

    @Test
    void endsItsThreadsAndForgetsLaterTasks() {
        var thread = on(loop, Thread::currentThread);

        loops.close();
        loops.close();
        loop.execute(() -> uncaught.add(new IllegalStateException("ran after the end")));

        await().until(() -> !thread.isAlive());
        assertThat(uncaught).isEmpty();
    }
}
