package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowsersTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "http://localhost", "http://LOCALHOST:3000", "https://app.localhost:8443",
            "http://127.0.0.1:1",
            "http://[::1]:9", "http://127.8.8.8"})
    void pagesOfThisMachineMayAsk(String origin) {
        assertThat(Browsers.isForeign(origin, "localhost:1234")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "http://example.com", "https://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://192.0.2.1", "file://", "chrome-extension://abc", "http://a http://localhost", "localhost",
            "http://", "x"})
    void pagesFromElsewhereMayNot(String origin) {
        assertThat(Browsers.isForeign(origin, "localhost:1234")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "LocalHost:1234", "localhost.:1", "l7mp.localhost", "127.0.0.1",
            "127.0.0.1:1234",
            "[::1]", "[::1]:1234", "192.0.2.1:80", "[2001:db8::1]:80", "gateway", "gateway:1234"})
    void addressesAndNamesOfNoDomainAreSafe(String host) {
        assertThat(Browsers.isForeign("", host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "example.com:1234", "EXAMPLE.COM.", "localhost.example.com",
            "127.0.0.1.nip.io",
            "127.0.0.1.nip.io:1234", "a.b:1:2"})
    void aDomainsOwnerMayHaveLetItPointHere(String host) {
        assertThat(Browsers.isForeign("", host)).isTrue();
    }
}
