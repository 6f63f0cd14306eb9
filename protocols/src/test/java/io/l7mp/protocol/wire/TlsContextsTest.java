package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Timer;
import io.l7mp.testkit.TestEnv;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the files are looked at, and on which threads. */
class TlsContextsTest {
    private final Authority authority = new Authority("CN=Authority");
    private final Loop loop = new Guarded(LiveLoops.all().getFirst());
    private final Queue<SslContext> used = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    /** A loop whose time is only told to those who run on it. */
    private record Guarded(Loop real) implements Loop {
        @Override
        public boolean inLoop() {
            return real.inLoop();
        }

        @Override
        public long nanos() {
            if (!inLoop()) {
                throw new IllegalStateException("asked for its time from elsewhere");
            }
            return real.nanos();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return real.after(delay, task);
        }

        @Override
        public <T> Mailbox<T> mailbox(int bound, Consumer<T> to) {
            return real.mailbox(bound, to);
        }

        @Override
        public void execute(Runnable task) {
            real.execute(task);
        }
    }

    private TlsSpec install(Authority.Issued identity) {
        return new TlsSpec(Authority.write(folder.resolve("proxy.pem"), identity.pem()),
                Authority.write(folder.resolve("proxy.key"), identity.key()), "", "");
    }

    private void use(TlsContexts contexts, int times) {
        loop.execute(() -> {
            for (int i = 0; i < times; i++) {
                contexts.newest(loop, used::add);
            }
        });
    }

    @Test
    void theFirstConnectionFindsFilesThatWereReplacedMeanwhile() {
        var spec = install(authority.issue("proxy.test"));
        var contexts = new TlsContexts(spec, TestEnv.of(List.of(loop)), List.of());
        var others = install(authority.issue("proxy.test", "RSA"));

        use(contexts, 3);
        await().until(() -> used.size() == 3);

        var inOrder = List.copyOf(used);
        assertThat(others).isEqualTo(spec);
        assertThat(inOrder.get(0)).as("those beside the one that looks wait for nothing")
                .isSameAs(inOrder.get(1));
        assertThat(inOrder.get(2)).isNotSameAs(inOrder.get(0));
    }
}
