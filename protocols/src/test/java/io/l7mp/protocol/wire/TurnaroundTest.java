package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transform between a writer and a reader, on a simulated loop. */
class TurnaroundTest {
    private static final Traits MESSAGES = new Traits(Shape.MESSAGES, true, true, true, true,
            Integer.MAX_VALUE);

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final List<String> read = new ArrayList<>();
    private final Heard heard = new Heard();
    private final Turnaround stream = new Turnaround(world.loop(), MESSAGES);

    @AfterEach
    void leaveNothing() {
        run(() -> stream.close(Cause.DONE));
        world.settle();
        assertThat(world.buffers().metric().usedHeapMemory()).isZero();
    }

    private void run(Runnable task) {
        world.loop().execute(task);
        world.settle();
    }

    private ByteBuf message(int bytes) {
        return world.buffers().buffer(bytes).writeZero(bytes);
    }

    @Test
    void isNotWritableBeforeSomebodyReads() {
        run(() -> assertThat(stream.writable()).isFalse());

        run(() -> {
            stream.attach(heard);
            stream.resume();
        });

        assertThat(heard.events()).containsExactly("writable");
        run(() -> assertThat(stream.writable()).isTrue());
    }

    @Test
    void isNotWritableAsSoonAsItsReaderPauses() {
        run(() -> {
            stream.attach(heard);
            stream.resume();
        });

        run(() -> {
            stream.pause();
            assertThat(stream.writable()).isFalse();
            stream.resume();
            assertThat(stream.writable()).isTrue();
        });

        assertThat(heard.events()).containsExactly("writable", "writable");
    }

    @Test
    void deliversFromInsideWrite() {
        run(() -> {
            stream.attach(heard);
            stream.resume();
        });

        run(() -> {
            stream.write(message(3), 0);
            assertThat(heard.bytes()).isEqualTo(3);
        });
    }

    @Test
    void dropsAndCountsMessagesBeyondTheBound() {
        run(() -> {
            stream.attach(heard);
            for (int i = 0; i < 300; i++) {
                stream.write(message(10), 0);
            }
        });
        assertThat(stream.dropped(Drop.WRITE_FULL)).isEqualTo(44);

        run(stream::resume);

        assertThat(heard.bytes()).isEqualTo(2560);
    }

    @Test
    void dropsAndCountsBytesBeyondTheBound() {
        run(() -> {
            stream.attach(heard);
            for (int i = 0; i < 5; i++) {
                stream.write(message(300_000), 0);
            }
        });
        assertThat(stream.dropped(Drop.WRITE_FULL)).isEqualTo(2);

        run(stream::resume);

        assertThat(heard.bytes()).isEqualTo(900_000);
    }

    @Test
    void keepsBordersAndTextWhileItHolds() {
        run(() -> {
            stream.attach(new Keeper(heard));
            stream.write(ByteBufUtil.writeAscii(world.buffers(), "one"), Stream.TEXT);
            stream.write(ByteBufUtil.writeAscii(world.buffers(), "two"), 0);
            stream.finish(Metadata.EMPTY);
        });
        assertThat(read).isEmpty();

        run(stream::resume);

        assertThat(read).containsExactly("one/1", "two/0");
        assertThat(heard.events()).containsExactly("finished", "closed DONE ");
    }

    @Test
    void countsWhatWasLostWhenItIsClosed() {
        run(() -> {
            stream.attach(heard);
            stream.write(message(10), 0);
            stream.write(message(10), 0);
            stream.close(Cause.DONE);
        });

        assertThat(stream.dropped(Drop.LOST)).isEqualTo(2);
        assertThat(heard.events()).containsExactly("closed DONE ");
    }

    /** Keeps text and flags besides. */
    private final class Keeper implements io.l7mp.spi.Receiver {
        private final Heard next;

        Keeper(Heard next) {
            this.next = next;
        }

        @Override
        public void answer(Metadata head) {
            next.answer(head);
        }

        @Override
        public void payload(ByteBuf payload, int flags) {
            read.add(payload.toString(java.nio.charset.StandardCharsets.US_ASCII) + "/" + flags);
            next.payload(payload, flags);
        }

        @Override
        public void turnEnd() {
            next.turnEnd();
        }

        @Override
        public void finished(Metadata trailers) {
            next.finished(trailers);
        }

        @Override
        public void writable() {
            // Not looked at here.
        }

        @Override
        public void closed(Cause cause) {
            next.closed(cause);
        }
    }
}
