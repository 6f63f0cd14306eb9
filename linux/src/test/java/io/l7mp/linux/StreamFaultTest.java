package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.junit.jupiter.api.Test;

/** The words of the system, from what Netty throws. */
class StreamFaultTest {
    @Test
    void findsTheNumberInTheText() {
        var thrown = new IOException("bind(..) failed with error(-98): Address already in use");

        assertThat(StreamFault.of(thrown).on("listen", "::1:80"))
                .isEqualTo("listen EADDRINUSE: address already in use ::1:80");
    }

    @Test
    void looksBehindWrappers() {
        var thrown = new UncheckedIOException(
                new IOException("recvAddress(..) failed with error(-104): Reset"));

        assertThat(StreamFault.of(thrown).name()).isEqualTo("ECONNRESET");
    }

    @Test
    void knowsARefusalByItsClass() {
        assertThat(StreamFault.of(new ConnectException("Connection refused")).name())
                .isEqualTo("ECONNREFUSED");
    }

    @Test
    void knowsAMissingFileByItsClass() {
        assertThat(StreamFault.of(new FileNotFoundException()).on("connect",
                "/no/where")).isEqualTo("connect ENOENT: no such file or directory /no/where");
    }

    @Test
    void knowsAHostWithoutARouteByItsClass() {
        assertThat(StreamFault.of(new NoRouteToHostException()).name()).isEqualTo("EHOSTUNREACH");
    }

    @Test
    void namesWhatItDoesNotKnowByItsNumber() {
        assertThat(StreamFault.of(new IOException("x(..) failed with error(-77): odd")).name())
                .isEqualTo("E77");
        assertThat(StreamFault.of(new IOException("Odd")).text()).isEqualTo("odd");
    }
}
