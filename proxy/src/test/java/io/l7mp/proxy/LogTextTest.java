package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void aStrangersNameStaysOnItsLine() {
        var name = "a\r\n2026-11-24T00:00:00Z ERR! fake\u001b[2J\u202ex\u2028\u0085";

        var shown = LogText.line(name);

        assertThat(shown)
                .isEqualTo("a\\r\\n2026-11-24T00:00:00Z ERR! fake\\u001b[2J\\u202ex\\u2028\\u0085");
    }

    @Test
    void aStrangersNameStaysOneValue() {
        assertThat(LogText.value("udp-1")).isEqualTo("udp-1");
        assertThat(LogText.value("")).isEqualTo("\"\"");
        assertThat(LogText.value("a b=\"c\\")).isEqualTo("\"a b=\\\"c\\\\\"");
    }

    @Test
    void halfACharacterIsShownAsWhatItIs() {
        assertThat(LogText.line("a\ud83d")).isEqualTo("a\\ud83d");
        assertThat(LogText.line("\ude00b")).isEqualTo("\\ude00b");
        assertThat(LogText.line("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    @Test
    void linesAreKeptWhereTheyAreOurs() {
        assertThat(LogText.lines("two\n  lines\u001b")).isEqualTo("two\n  lines\\u001b");
    }
}
