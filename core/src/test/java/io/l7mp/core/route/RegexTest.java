package io.l7mp.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search answers, compared with what Node.js answered, and what it costs. */
class RegexTest {
    private static boolean finds(String source, boolean ignoreCase, String text) {
        var effort = new Effort();
        effort.begin();
        return Regex.of(source, ignoreCase).orElseThrow().find(text, effort);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '"', value = {
            "^[a-z*]+/ text/html true",
            "^[a-z*]+/ TEXT/html false",
            "a[^]c a☺c true",
            "[] a false",
            "^\\/api\\/v\\d+$ /api/v42 true",
            "^\\d$ ٣ false",
            "^\\w$ é false",
            "^.$ \"\u2028\" false",
            "^(?:a|ab)(?:c|bcd)$ abcd true",
            "(a*)b\\1$ aabaa true",
            "^(?:(a)|b)*\\1$ ab true",
            "(?<=\\$)\\d+ $42 true",
            "(?<!\\$)\\b\\d+ $42 false",
            "^(?!.*bot) badbot false",
            "(?<y>..)-\\k<y> ab-ab true",
            "\\bfoo\\b a-foo-b true",
            "a{,2} aa false",
            "a{,2} a{,2} true",
            "x{1 x{1 true",
            "^]}$ ]} true",
            "\\x41\\u0042\\103 ABC true",
            "^[\\w-]+$ a-b_c true",
            "^a{2,3}?$ aaaa false",
            "^(?:ab?){3}$ abaab true",
            "[^\\d]$ 1 false",
            "^$ \"\" true"})
    void answersAsJavaScriptDoes(String source, String text, boolean found) {
        assertThat(finds(source, false, text)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"^foo, FooBar, true", "[^a], A, false", "[^\\W], s, true", "µ, μ, true", "ß, SS, false",
            "s, ſ, false", "(a)\\1, aA, true"})
    void ignoresCaseAsJavaScriptDoes(String source, String text, boolean found) {
        assertThat(finds(source, true, text)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "*", "a**", "a++", "[b-a]", "[a", "\\", "(?i:a)", "(?<n", "a{2,1}",
            "{1}",
            "(?<=a)*", "^*", "(?<n>a)\\k<m>", "(?", "(?:a{1000}){1000}", "(?:){1000000}"})
    void refusesWhatIsNoExpressionOrTooLarge(String source) {
        assertThat(Regex.of(source, false)).isEmpty();
    }

    @Test
    void refusesLongAndDeepExpressions() {
        assertThat(Regex.of("a".repeat(Regex.LONGEST), false)).isPresent();
        assertThat(Regex.of("a".repeat(Regex.LONGEST + 1), false)).isEmpty();
        assertThat(Regex.of("(".repeat(1000) + ")".repeat(1000), false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"^(a+)+$", "(a*)*b", "(?:a|a)*b", "^(?:a?){30}a{30}$", "(.*)(.*)(.*)(.*)(.*)x", "(?=(a+)+$)b",
            "(?<=^b(a+)+)!", "^(a|aa)+$"})
    void givesUpWhatWouldTakeForEver(String source) {
        var effort = new Effort();
        effort.begin();

        boolean found = Regex.of(source, false).orElseThrow().find("a".repeat(40) + "!".repeat(40), effort);

        assertThat(found).isFalse();
        assertThat(effort.spent()).isTrue();
    }

    @Test
    void givesUpWhatWouldTakeForEverWithoutReadingAnything() {
        var effort = new Effort();
        effort.begin();

        boolean found = Regex.of("(?:a?|b?)".repeat(60) + "(?!)", false).orElseThrow().find("", effort);

        assertThat(found).isFalse();
        assertThat(effort.spent()).isTrue();
    }

    @Test
    void needsNoMoreStackForLongTexts() {
        assertThat(finds("^(?:a|b)*$", false, "ab".repeat(Regex.LONGEST_INPUT / 2))).isTrue();
    }

    @Test
    void doesNotSearchTextsBeyondTheBound() {
        var effort = new Effort();
        effort.begin();

        boolean found = Regex.of("a", false).orElseThrow().find("a".repeat(Regex.LONGEST_INPUT + 1), effort);

        assertThat(found).isFalse();
        assertThat(effort.spent()).isTrue();
    }
}
