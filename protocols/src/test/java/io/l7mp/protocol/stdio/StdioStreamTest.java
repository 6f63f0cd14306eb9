package io.l7mp.protocol.stdio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.protocol.wire.Heard;
import io.l7mp.protocol.wire.LiveLoops;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.testkit.TestEnv;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sessions on standard output and input: ends, an output that breaks, and whose turn it is. */
class StdioStreamTest {
    private final Console console = new Console();
    private final Loop loop = LiveLoops.all().getFirst();
    private final TestEnv env = TestEnv.of(LiveLoops.all()).linger(Duration.ofMillis(50));
    private final Stdin stdin = new Stdin(console.input());
    private final Heard heard = new Heard();

    private StdioStream open(Stdin input, OutputStream output, Heard receiver) throws InterruptedException {
        var stream = new StdioStream(loop, env, input, output);
        run(() -> {
            stream.attach(receiver);
            stream.resume();
        });
        return stream;
    }

    private void run(Runnable task) throws InterruptedException {
        var done = new CountDownLatch(1);
        loop.execute(() -> {
            task.run();
            done.countDown();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void write(StdioStream stream, String text) throws InterruptedException {
        run(() -> {
            stream.write(env.buffers().buffer(text.length()).writeBytes(text.getBytes(US_ASCII)), 0);
            stream.flush();
        });
    }

    @Test
    void goesOnWritingWhenInputIsClosed() throws Exception {
        var stream = open(new Stdin(InputStream.nullInputStream()), console.output(), heard);
        await().until(() -> heard.events().contains("finished"));

        write(stream, "still here");
        run(() -> stream.finish(Metadata.EMPTY));

        await().until(() -> heard.events().contains("closed DONE "));
        assertThat(console.receivedBytes()).isEqualTo(10);
        assertThat(heard.events()).containsExactly("finished", "closed DONE ");
    }

    @Test
    void goesOnReadingWhenItsWriterHasFinished() throws Exception {
        var stream = open(stdin, console.output(), heard);
        run(() -> stream.finish(Metadata.EMPTY));

        console.send(new byte[1000], 0);
        console.finish();

        await().until(() -> heard.events().contains("closed DONE "));
        assertThat(heard.bytes()).isEqualTo(1000);
    }

    @Test
    void endsWithABrokenOutput() throws Exception {
        var broken = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var stream = open(stdin, broken, heard);

        write(stream, "lost");

        await().until(() -> heard.events().contains("closed RESET write Broken pipe"));
        assertThat(stream.dropped(Drop.LOST)).isEqualTo(4);
        console.finish();
    }

    @Test
    void keepsWhatIsTypedForTheNextSession() throws Exception {
        var first = open(stdin, console.output(), heard);
        run(() -> first.close(Cause.DONE));
        console.send("for the next".getBytes(US_ASCII), 0);
        var next = new Heard();

        var second = open(stdin, console.output(), next);

        await().until(() -> next.bytes() == 12);
        assertThat(heard.bytes()).isZero();
        run(() -> second.close(Cause.DONE));
        console.finish();
    }

    @Test
    void givesUpAnOutputThatNobodyReads() throws Exception {
        console.stopReading();
        var stream = open(stdin, console.output(), heard);
        write(stream, "x".repeat(1 << 20));
        run(() -> assertThat(stream.writable()).isFalse());

        run(() -> stream.close(Cause.of(Kind.SHUTDOWN, "going down")));

        await().until(() -> heard.events().contains("closed SHUTDOWN going down"));
        assertThat(stream.dropped(Drop.LOST)).isPositive();
        console.close();
        await().until(() -> env.bytesInUse() == 0);
    }
}
