package io.l7mp.protocol.websocket;

import static io.l7mp.protocol.websocket.Frames.FINAL;
import static io.l7mp.protocol.websocket.Frames.binary;
import static io.l7mp.protocol.websocket.Frames.frame;
import static io.l7mp.protocol.websocket.Frames.text;
import static io.l7mp.protocol.websocket.Frames.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames in whatever pieces, and what is not allowed in them. */
class FrameReaderTest {
    private static final int LARGEST = 1_000;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
    private final FrameReader reader = new FrameReader(true, LARGEST, buffers);
    private final List<String> events = new ArrayList<>();

    /** Writes down what it gets, for as long as it wants something. */
    private final class Log implements FrameReader.Sink {
        private final BooleanSupplier wants;

        Log(BooleanSupplier wants) {
            this.wants = wants;
        }

        @Override
        public boolean wants() {
            return wants.getAsBoolean();
        }

        @Override
        public void message(ByteBuf payload, boolean text) {
            log(text ? "text " : "binary ", payload);
        }

        @Override
        public void ping(ByteBuf payload) {
            log("ping ", payload);
        }

        @Override
        public void close(WebSocketClose close) {
            events.add("close " + close.code() + " " + close.reason());
        }

        private void log(String what, ByteBuf payload) {
            events.add(what + payload.toString(StandardCharsets.UTF_8));
            payload.release();
        }
    }

    @AfterEach
    void freesAll() {
        reader.release();
        assertThat(buffers.metric().usedHeapMemory()).isZero();
    }

    private @Nullable WebSocketClose read(byte... bytes) {
        return reader.read(Unpooled.wrappedBuffer(bytes), new Log(() -> true));
    }

    private int violation(byte[]... frames) {
        var fresh = new FrameReader(true, LARGEST, buffers);
        var wrong = fresh.read(Unpooled.wrappedBuffer(together(frames)), new Log(() -> true));
        fresh.release();
        return wrong == null ? 0 : wrong.code();
    }

    @Test
    void readsMessagesInWhateverPiecesTheyCome() {
        var random = new SplittableRandom(Long.getLong("l7mp.test.seed", 1));
        var expected = new ArrayList<String>();
        var wire = Unpooled.buffer();
        for (int i = 0; i < 500; i++) {
            var message = "\u00e9\u20ac" + "x".repeat(random.nextInt(300)) + i;
            expected.add("text " + message);
            var bytes = message.getBytes(StandardCharsets.UTF_8);
            int cut = random.nextInt(bytes.length);
            wire.writeBytes(frame(FrameReader.TEXT, java.util.Arrays.copyOf(bytes, cut)));
            if (random.nextBoolean()) {
                wire.writeBytes(frame(FINAL | FrameReader.PING, (byte) 'p'));
                expected.add(expected.size() - 1, "ping p");
            }
            wire.writeBytes(frame(FINAL, java.util.Arrays.copyOfRange(bytes, cut, bytes.length)));
        }

        while (wire.isReadable()) {
            var piece = wire.readSlice(Math.min(wire.readableBytes(), 1 + random.nextInt(400)));
            assertThat(reader.read(piece, new Log(() -> true))).isNull();
            assertThat(piece.isReadable()).isFalse();
        }

        wire.release();
        assertThat(events).isEqualTo(expected);
    }

    @Test
    void readsNoFurtherThanIsWanted() {
        var in = Unpooled.wrappedBuffer(together(text("a"), text("b"), text("c")));

        assertThat(reader.read(in, new Log(() -> events.size() < 2))).isNull();
        assertThat(events).containsExactly("text a", "text b");
        assertThat(in.readableBytes()).isEqualTo(text("c").length);
        assertThat(reader.read(in, new Log(() -> true))).isNull();

        assertThat(events).containsExactly("text a", "text b", "text c");
    }

    @Test
    void takesEmptyMessages() {
        assertThat(read(together(text(""), binary(), frame(FrameReader.TEXT), frame(FINAL)))).isNull();

        assertThat(events).containsExactly("text ", "binary ", "text ");
    }

    @Test
    void refusesWhatBreaksTheRules() {
        assertThat(violation(frame(FINAL | FrameReader.TEXT, false, (byte) 'a'))).as("no mask")
                .isEqualTo(1002);
        assertThat(violation(frame(FINAL | 0x40 | FrameReader.TEXT))).as("reserved bit").isEqualTo(1002);
        for (int opcode : new int[]{3, 7, 11, 15}) {
            assertThat(violation(frame(FINAL | opcode))).as("opcode %d", opcode).isEqualTo(1002);
        }
        assertThat(violation(frame(FINAL))).as("continuation of nothing").isEqualTo(1002);
        assertThat(violation(frame(FrameReader.TEXT), text("a"))).as("message in a message").isEqualTo(1002);
        assertThat(violation(frame(FrameReader.PING))).as("ping in pieces").isEqualTo(1002);
        assertThat(violation(frame(FINAL | FrameReader.PING, new byte[126]))).as("long ping").isEqualTo(1002);
        assertThat(violation(new byte[]{(byte) 0x81, (byte) 0xfe, 0, 1, 0, 0, 0, 0})).as("long length")
                .isEqualTo(1002);
        assertThat(
                violation(new byte[]{(byte) 0x81, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0}))
                .as("negative length").isEqualTo(1002);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        for (var bad : List.of(new byte[]{(byte) 0xff}, new byte[]{(byte) 0xc3},
                new byte[]{(byte) 0xc0, (byte) 0x80},
                new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[]{(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80})) {
            assertThat(violation(frame(FINAL | FrameReader.TEXT, bad))).isEqualTo(1007);
            assertThat(violation(binary(bad))).isZero();
        }
    }

    @Test
    void refusesMessagesBeyondTheBound() {
        assertThat(violation(binary(new byte[LARGEST]))).isZero();
        assertThat(violation(binary(new byte[LARGEST + 1]))).isEqualTo(1009);
        assertThat(violation(frame(FrameReader.BINARY, new byte[LARGEST]), frame(FINAL, (byte) 1)))
                .isEqualTo(1009);
    }

    @Test
    void allocatesLittleOnAnAnnouncementAlone() {
        var patient = new FrameReader(true, Integer.MAX_VALUE, buffers);
        var head = new byte[]{(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0x7f, -1, -1, -1, 1, 2, 3, 4, 5};

        assertThat(patient.read(Unpooled.wrappedBuffer(head), new Log(() -> true))).isNull();

        assertThat(buffers.metric().usedHeapMemory()).isLessThanOrEqualTo(64 << 10);
        patient.release();
    }

    @Test
    void readsCloseFrames() {
        assertThat(read(frame(FINAL | FrameReader.CLOSE))).isNull();
        assertThat(read(frame(FINAL | FrameReader.CLOSE, (byte) 0x0f, (byte) 0xa1, (byte) 'b', (byte) 'y')))
                .isNull();

        assertThat(events).containsExactly("close 1005 ", "close 4001 by");
        assertThat(violation(frame(FINAL | FrameReader.CLOSE, (byte) 3))).isEqualTo(1002);
        for (int code : new int[]{0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535}) {
            assertThat(violation(frame(FINAL | FrameReader.CLOSE, (byte) (code >> 8), (byte) code)))
                    .as("code %d", code).isEqualTo(1002);
        }
        assertThat(violation(frame(FINAL | FrameReader.CLOSE, (byte) 3, (byte) 0xe8, (byte) 0xff)))
                .isEqualTo(1007);
    }
}
