package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.protocol.http.HttpListenerSpec;
import io.l7mp.protocol.http.HttpProtocol;
import io.l7mp.protocol.jsonsocket.JsonSocketListenerSpec;
import io.l7mp.protocol.jsonsocket.JsonSocketProtocol;
import io.l7mp.protocol.tcp.TcpListenerSpec;
import io.l7mp.protocol.tcp.TcpProtocol;
import io.l7mp.protocol.unix.UnixListenerSpec;
import io.l7mp.protocol.unix.UnixProtocol;
import io.l7mp.protocol.websocket.WebSocketListenerSpec;
import io.l7mp.protocol.websocket.WebSocketProtocol;
import io.l7mp.spi.Binding;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.ListenerEnv;
import io.l7mp.testkit.TestEnv;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners find out before they take an address, and what they say if looking goes wrong. */
class ListenerCheckTest {
    private final TestEnv env = TestEnv.of(LiveLoops.all());

    @TempDir
    private Path folder;

    private TlsSpec missing() {
        return new TlsSpec(folder.resolve("none.pem").toString(), folder.resolve("none.key").toString(), "",
                "");
    }

    @Test
    void missesTheFilesOfTls() {
        assertThatThrownBy(() -> new TcpProtocol().check(new TcpListenerSpec(0, "", missing()), env))
                .isInstanceOf(ConfigException.class).hasMessageContaining("tls.certificate");
        assertThatThrownBy(() -> new HttpProtocol().check(new HttpListenerSpec(0, "", "", missing()), env))
                .isInstanceOf(ConfigException.class).hasMessageContaining("tls.certificate");
        assertThatThrownBy(() -> new WebSocketProtocol()
                .check(new WebSocketListenerSpec(0, "", "", 9, 0, missing()), env))
                .isInstanceOf(ConfigException.class).hasMessageContaining("tls.certificate");
    }

    @Test
    void takesAFileNameThatCannotBeOneForAMissingFile() {
        var spec = new TlsSpec("a\0b", "k", "", "");

        assertThatThrownBy(() -> new TcpProtocol().check(new TcpListenerSpec(0, "", spec), env))
                .isInstanceOf(ConfigException.class).hasMessageContaining("tls.certificate");
    }

    @Test
    void hasNothingToSayWhereAllIsThere() {
        var authority = new Authority("CN=Authority");
        var issued = authority.issue("proxy.test");
        var good = new TlsSpec(Authority.write(folder.resolve("a.pem"), issued.pem()),
                Authority.write(folder.resolve("a.key"), issued.key()), "", "");

        new TcpProtocol().check(new TcpListenerSpec(0, "", good), env);
        new TcpProtocol().check(new TcpListenerSpec(0, ""), env);
        new UnixProtocol().check(new UnixListenerSpec("/tmp/anywhere"), env);
    }

    @Test
    void looksBelowJsonSocketAsWell() {
        env.transport(new TcpProtocol(), _ -> new TcpListenerSpec(0, "", missing()));
        var spec = new JsonSocketListenerSpec(Json.obj("protocol", "TCP"), 1000, 1);

        assertThatThrownBy(() -> new JsonSocketProtocol().check(spec, env))
                .isInstanceOf(ConfigException.class).hasMessageContaining("tls.certificate");
    }

    @Test
    void asksWhetherASocketFileMayBeMadeThere() {
        var limited = limited(0, new ConfigException("filename", "x", "elsewhere"));

        assertThatThrownBy(() -> new UnixProtocol().check(new UnixListenerSpec("/tmp/x"), limited))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void freesTheSocketFileIfLookingAtItIsABug() throws Exception {
        var file = folder.resolve("s");
        var result = new Result();

        new UnixProtocol().bind(new UnixListenerSpec(file.toString()), _ -> {},
                limited(1, new IllegalStateException("planted")), result);

        assertThat(result.cause.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.BUG);
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void aBugBehindAHostNameIsAFailureLikeOthers() throws Exception {
        var result = new Result();

        StreamBinding.bind("localhost", 70_000, env, (_, _) -> {}, result);

        assertThat(result.cause.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.BUG);
    }

    /** {@return an environment where the look at a file goes wrong, after some that do not} */
    private ListenerEnv limited(int good, RuntimeException thrown) {
        var left = new AtomicInteger(good);
        return (ListenerEnv) Proxy.newProxyInstance(ListenerEnv.class.getClassLoader(),
                new Class<?>[]{ListenerEnv.class}, (_, method, arguments) -> {
                    if (method.getName().equals("checkFile") && left.getAndDecrement() <= 0) {
                        throw thrown;
                    }
                    try {
                        return method.invoke(env, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class Result implements Completion<Binding> {
        final CompletableFuture<Cause> cause = new CompletableFuture<>();

        @Override
        public void done(Binding value) {
            cause.completeExceptionally(new AssertionError("bound"));
        }

        @Override
        public void failed(Cause why) {
            cause.complete(why);
        }
    }
}
