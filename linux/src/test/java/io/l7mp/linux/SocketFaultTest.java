package io.l7mp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.spi.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose fault a failure is. */
class SocketFaultTest {
    @ParameterizedTest
    @CsvSource({"socket, EMFILE, LIMIT", "socket, ENFILE, LIMIT", "socket, ENOBUFS, LIMIT",
            "bind, EADDRINUSE, LIMIT", "bind, EADDRNOTAVAIL, LIMIT", "bind, EACCES, LIMIT",
            "connect, EADDRNOTAVAIL, LIMIT", "connect, ENOBUFS, LIMIT", "connect, ECONNREFUSED, REFUSED",
            "connect, EHOSTUNREACH, REFUSED", "connect, ENOENT, REFUSED", "connect, ETIMEDOUT, TIMED_OUT",
            "socket, EAFNOSUPPORT, REFUSED"})
    void tellsThePeersFaultFromOurs(String call, String name, Kind kind) {
        assertThat(SocketFault.kind(call, name)).isEqualTo(kind);
    }
}
