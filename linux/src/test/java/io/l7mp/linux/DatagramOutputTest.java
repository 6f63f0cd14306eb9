package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Batch;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way out of a socket that takes as much as the test says. */
class DatagramOutputTest implements DatagramOutput.Owner, DatagramTarget {
    private final EpollLoops loops = new EpollLoops(1, (_, _) -> {});
    private final DatagramSlabs slabs = EpollLoop.of(loops.loops().getFirst()).slabs();
    private final DatagramOutput output = new DatagramOutput(slabs.send, this);
    private final List<Integer> sent = new ArrayList<>();
    private final Ear ear = new Ear();
    private final PortFlow flow = flow();
    private int takes = Integer.MAX_VALUE;
    private int errno = Errno.EAGAIN;
    private boolean othersFault;
    private boolean waits;
    private int tries;

    private PortFlow flow() {
        var address = RawAddress.of(new InetSocketAddress("127.0.0.1", 9), RawAddress.IPV4, slabs.scratch);
        var loop = EpollLoop.of(loops.loops().getFirst());
        var made = new PortFlow(new PortSocket(new DatagramPort(loops.ports(), address, this), loop),
                address);
        made.listen(ear);
        return made;
    }

    @AfterEach
    void close() {
        output.discard();
        loops.close();
    }

    @Override
    public int send(long headers, int count) {
        tries++;
        int now = Math.min(count, takes);
        for (int i = 0; i < now; i++) {
            long header = headers + 64L * i;
            long iovec = Memory.getLong(header + 16);
            sent.add(Memory.getInt(Memory.getLong(iovec)));
        }
        takes -= now;
        return now > 0 ? now : -errno;
    }

    @Override
    public boolean isOthersFault(int number) {
        takes = othersFault ? Integer.MAX_VALUE : takes;
        return othersFault;
    }

    @Override
    public void waitsForRoom(boolean now) {
        waits = now;
    }

    @Override
    public boolean admits(InetSocketAddress peer) {
        return true;
    }

    @Override
    public void arrived(DatagramFlow arrived) {}

    @Override
    public void refused(String reason) {}

    @Override
    public void dropped(String reason, int messages) {}

    private static ByteBuf number(int i) {
        return ByteBufAllocator.DEFAULT.directBuffer(100).writeIntLE(i).writeZero(96);
    }

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            output.add(flow, number(i));
        }
    }

    private static List<Integer> numbers(int to) {
        return java.util.stream.IntStream.range(0, to).boxed().toList();
    }

    @Test
    void sendsWhatWasCollectedInOneCall() {
        add(0, 10);
        assertThat(sent).isEmpty();

        output.flush();

        assertThat(sent).isEqualTo(numbers(10));
        assertThat(tries).isEqualTo(1);
        assertThat(output.isEmpty()).isTrue();
    }

    @Test
    void sendsBeforeTheEndOfTheTurnWhatFillsACall() {
        add(0, 130);

        assertThat(sent).isEqualTo(numbers(128));
    }

    @Test
    void keepsTheOrderOfWhatTheSocketDoesNotTakeAtOnce() {
        takes = 3;
        add(0, 10);
        output.flush();
        add(10, 20);
        assertThat(sent).isEqualTo(numbers(3));
        assertThat(waits).isTrue();

        takes = 5;
        output.room();
        assertThat(waits).isTrue();
        takes = Integer.MAX_VALUE;
        output.room();

        assertThat(sent).isEqualTo(numbers(20));
        assertThat(waits).isFalse();
        assertThat(output.isEmpty()).isTrue();
    }

    @Test
    void dropsThe257thDatagramThatWaits() {
        takes = 0;

        add(0, 64);
        output.flush();
        add(64, 260);
        takes = Integer.MAX_VALUE;
        output.room();

        assertThat(ear.dropped).hasSize(4).containsOnly(Drop.WRITE_FULL);
        assertThat(sent).isEqualTo(numbers(256));
    }

    @Test
    void saysWhenToStopWritingAndWhenToGoOn() {
        takes = 0;
        add(0, 63);
        output.flush();
        assertThat(flow.writable()).isTrue();
        add(63, 64);
        assertThat(flow.writable()).isFalse();

        takes = 40;
        output.room();
        assertThat(flow.writable()).isFalse();
        takes = 20;
        output.room();

        assertThat(flow.writable()).isTrue();
        assertThat(ear.rooms).isEqualTo(1);
    }

    @Test
    void countsWhatTheSystemRefusesAndGoesOnWithTheNext() {
        takes = 2;
        errno = Errno.EMSGSIZE;
        add(0, 3);
        output.flush();
        errno = 1;
        add(3, 5);
        output.flush();

        assertThat(sent).containsExactly(0, 1);
        assertThat(ear.dropped).containsExactly(Drop.TOO_LARGE, Drop.SEND_FAILED, Drop.SEND_FAILED);
    }

    @Test
    void sendsAgainWhatFailedByTheFaultOfAnother() {
        takes = 2;
        errno = Errno.ECONNREFUSED;
        othersFault = true;

        add(0, 5);
        output.flush();

        assertThat(sent).isEqualTo(numbers(5));
        assertThat(ear.dropped).isEmpty();
    }

    @Test
    void copiesFromALentBatchWhatCannotLeaveAtOnce() {
        var lent = number(0);
        takes = 0;
        Batch batch = new OneDatagram(lent);
        output.sendNow(flow, batch);
        output.addCopies(flow, batch);
        lent.setIntLE(0, 77).release();

        takes = Integer.MAX_VALUE;
        output.room();

        assertThat(sent).containsExactly(0, 0);
    }

    @Test
    void takesBuffersOfEveryKind() {
        output.add(flow, Unpooled.buffer(8).writeIntLE(0).writeIntLE(0));
        output.add(flow, Unpooled.wrappedBuffer(number(1), number(9)));
        output.add(flow, Unpooled.buffer(5_000).writeIntLE(2).writeZero(4_000));
        output.add(flow, number(9).writeIntLE(3).skipBytes(100));

        output.flush();

        assertThat(sent).isEqualTo(numbers(4));
    }

    @Test
    void givesWayToAnotherSocketOfTheLoop() {
        add(0, 2);
        var other = new DatagramOutput(slabs.send, this);

        other.add(flow, number(2));
        other.flush();

        assertThat(sent).isEqualTo(numbers(3));
        assertThat(tries).isEqualTo(2);
    }

    @Test
    void countsAsLostWhatWaitsWhenItIsClosed() {
        takes = 0;
        add(0, 10);
        output.flush();

        output.discard();

        assertThat(ear.dropped).hasSize(10).containsOnly(Drop.LOST);
        assertThat(output.isEmpty()).isTrue();
    }

    /** Counts. */
    private static final class Ear implements DatagramListener {
        private final List<Drop> dropped = new ArrayList<>();
        private int rooms;

        @Override
        public void arrived(Batch batch) {}

        @Override
        public void turnEnd() {}

        @Override
        public void room() {
            rooms++;
        }

        @Override
        public void dropped(Drop why, int messages) {
            dropped.add(why);
        }

        @Override
        public void failed(Cause cause) {}

        @Override
        public void ended() {}
    }
}
