package io.l7mp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "/l7mp.io/v1/Target/default/x", "a:b|c#d?e&f=g%20", "é€💥", "{}", "<b>",
            "..", "\u202ename"})
    void almostAnythingIsAName(String name) {
        assertThat(Names.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\nb", "a\u00a0b", "a\u2003b", "a\u2028b", "a\u2029b",
            "\ufeffa", "a\u3000"})
    void whiteSpaceOfAnyAlphabetIsRefused(String name) {
        assertThat(Names.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0", "\u001b[2J", "\u007f", "\u0085", "\u009b31m"})
    void controlCharactersAreRefused(String name) {
        assertThat(Names.isName(name)).isFalse();
    }

    @Test
    void halvesOfCharactersAreRefused() {
        assertThat(Names.isName("a\ud800b")).isFalse();
        assertThat(Names.isName("\udca5\ud83d")).isFalse();
    }

    @Test
    void aNameIsAtMostAThousandCharacters() {
        assertThat(Names.isName("n".repeat(1000))).isTrue();
        assertThat(Names.isName("n".repeat(1001))).isFalse();
    }
}
