package io.l7mp.protocol.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.linux.EpollLoops;
import io.l7mp.protocol.wire.Tap;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Json;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.TestEnv;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members on threads of their own that all talk at once. */
class SyncLoopsTest {
    private static final int SAID = 1_000;
    private static final int IN_ONE_TURN = 20;
    private static final Duration POLL = Duration.ofMillis(1);

    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final EpollLoops loops = new EpollLoops(4, (_, problem) -> thrown.add(problem));
    private final TestEnv env = TestEnv.of(loops.loops());
    private final SyncConnector connector = (SyncConnector) new SyncProtocol()
            .open(new SyncClusterSpec("/id"), env);

    @AfterEach
    void leaveNothing() {
        await().pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> env.bytesInUse() == 0 && connector.groups() == 0);
        loops.close();
        assertThat(thrown).isEmpty();
    }

    /** One member; all but the counters belong to its loop. */
    private final class Talker implements Receiver {
        final Loop loop;
        final Stream stream;
        final int number;
        final int[] last;
        final AtomicInteger said = new AtomicInteger();
        final AtomicInteger heard = new AtomicInteger();
        final AtomicInteger wrong = new AtomicInteger();

        Talker(Loop loop, int number, int members, String group) {
            this.loop = loop;
            this.number = number;
            this.last = new int[members];
            stream = Tap.connect(connector, Tap.session("s" + number, Metadata.of(Json.obj("id", group)),
                    Party.MESSAGES), loop);
            stream.attach(this);
            stream.resume();
        }

        void talk() {
            for (int i = 0; i < IN_ONE_TURN && said.get() < SAID; i++) {
                stream.write(env.buffers().buffer(64).writeInt(number).writeInt(said.incrementAndGet())
                        .writeZero(50), 0);
            }
            if (said.get() < SAID) {
                loop.execute(this::talk);
            }
        }

        @Override
        public void payload(ByteBuf payload, int flags) {
            int from = payload.readInt();
            int place = payload.readInt();
            payload.release();
            if (from == number || place <= last[from]) {
                wrong.incrementAndGet();
            }
            last[from] = place;
            heard.incrementAndGet();
        }

        @Override
        public void answer(Metadata head) {
            wrong.incrementAndGet();
        }

        @Override
        public void turnEnd() {
            // Nothing is passed on.
        }

        @Override
        public void finished(Metadata trailers) {
            wrong.incrementAndGet();
        }

        @Override
        public void writable() {
            // It always is.
        }

        @Override
        public void closed(Cause cause) {
            // Asked for.
        }
    }

    private List<Talker> join(int members, String group) {
        var made = new ConcurrentLinkedQueue<Talker>();
        for (int i = 0; i < members; i++) {
            int number = i;
            var loop = env.loops().get(i % env.loops().size());
            loop.execute(() -> made.add(new Talker(loop, number, members, group)));
        }
        await().pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> made.size() == members);
        return new ArrayList<>(made);
    }

    private void close(List<Talker> talkers) {
        talkers.forEach(talker -> talker.loop.execute(() -> talker.stream.close(Cause.DONE)));
    }

    @Test
    void hearEachOtherInOrderOrCountWhatTheyMissed() {
        var talkers = join(8, "x");

        talkers.forEach(talker -> talker.loop.execute(talker::talk));

        await().pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> talkers.stream().allMatch(talker -> talker.said.get() == SAID));
        await().pollDelay(Duration.ZERO).pollInterval(POLL).untilAsserted(() -> {
            for (var hearer : talkers) {
                long taken = talkers.stream().filter(other -> other != hearer)
                        .mapToLong(other -> SAID - other.stream.dropped(Drop.WRITE_FULL)).sum();
                assertThat(hearer.heard.get() + hearer.stream.dropped(Drop.QUEUE_FULL)).isEqualTo(taken);
            }
        });
        assertThat(talkers).allMatch(talker -> talker.wrong.get() == 0);
        assertThat(talkers).allMatch(talker -> talker.heard.get() > 0);
        close(talkers);
    }

    @Test
    void comeAndGoWhileOthersTalk() {
        var talkers = join(4, "x");
        talkers.forEach(talker -> talker.loop.execute(talker::talk));

        for (int round = 0; round < 20; round++) {
            var guests = join(4, round % 2 == 0 ? "x" : "y" + round);
            guests.forEach(guest -> guest.loop.execute(guest::talk));
            close(guests);
        }

        await().pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> talkers.stream().allMatch(talker -> talker.said.get() == SAID));
        close(talkers);
    }
}
