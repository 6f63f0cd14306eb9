package io.l7mp.protocol.logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.l7mp.protocol.wire.Heard;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.l7mp.testkit.SimWorld;
import io.l7mp.testkit.TestEnv;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The copy that a Logger writes, and a disk that is too slow for it. */
class LoggerStreamTest {
    private static final Traits MESSAGES = new Traits(Shape.MESSAGES, true, true, true, true,
            Integer.MAX_VALUE);
    private static final int PIECE = 100_000;

    private final SimWorld world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 1);
    private final TestEnv env = TestEnv.of(world);
    private final Heard heard = new Heard();

    private Stream stream(Traits input, String prefix) {
        var made = new AtomicReference<Stream>();
        run(() -> {
            var connector = new LoggerProtocol().open(new LoggerClusterSpec("file", prefix), env);
            var facts = new SessionFacts("s", Metadata.EMPTY, Metadata.EMPTY, input);
            var _ = connector.connect(Endpoint.virtual("log"), facts, world.loop(), Duration.ofSeconds(1),
                    new Completion<>() {
                        @Override
                        public void done(Connected connected) {
                            made.set(connected.stream());
                        }

                        @Override
                        public void failed(Cause cause) {
                            throw new AssertionError(cause.text());
                        }
                    });
            made.get().attach(heard);
            made.get().resume();
        });
        return made.get();
    }

    private void run(Runnable task) {
        world.loop().execute(task);
        world.settle();
    }

    private void write(Stream stream, String text) {
        run(() -> {
            stream.write(ByteBufUtil.writeAscii(world.buffers(), text), 0);
            stream.flush();
        });
    }

    @Test
    void putsThePrefixBeforeEachCopy() {
        var stream = stream(MESSAGES, "in");

        write(stream, "one");
        write(stream, "two");

        assertThat(env.append("file").bytes()).asString().isEqualTo("in: onein: two");
        assertThat(heard.bytes()).isEqualTo(6);
    }

    @Test
    void addsNothingWithoutPrefix() {
        write(stream(Traits.BYTES, ""), "one");

        assertThat(env.append("file").bytes()).asString().isEqualTo("one");
    }

    @Test
    void letsMessagesPassWithoutCopyWhenTheDiskIsSlow() {
        var stream = stream(MESSAGES, "");
        env.append("file").stall(true);

        for (int i = 0; i < 12; i++) {
            write(stream, "x".repeat(PIECE));
        }

        assertThat(heard.bytes()).isEqualTo(12 * PIECE);
        assertThat(env.drops("log_behind")).isEqualTo(2);
        run(() -> assertThat(stream.writable()).isTrue());
    }

    @Test
    void slowsBytesDownWhenTheDiskIsSlow() {
        var stream = stream(Traits.BYTES, "");
        env.append("file").stall(true);
        write(stream, "x".repeat(1 << 20));
        run(() -> assertThat(stream.writable()).isFalse());

        env.append("file").stall(false);
        world.settle();

        assertThat(heard.events()).containsExactly("writable", "writable");
        assertThat(env.drops("log_behind")).isZero();
    }

    @Test
    void refusesAFileNameThatNoFileCanHave() {
        var wrong = catchThrowableOfType(ConfigException.class, () -> new LoggerClusterSpec("a\0b", ""));

        assertThat(wrong.path()).isEqualTo("log_file");
        assertThat(wrong.value()).isEqualTo("a\0b");
        assertThat(wrong.expected()).isEqualTo("a file name without NUL, or - for standard output");
    }
}
