package io.l7mp.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is accepted, since the reference accepts it, but told to whoever asks first. */
class WarningsTest {
    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    private String foretold(String rule) {
        var reply = api.post("/api/v1/rules?dryRun=true", rule);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.text();
    }

    @Test
    void predicatesThatAreNeverTrueAreNamed() {
        assertThat(foretold("rule: {name: x, match: {op: is, path: /a, value: 1}, action: {}}"))
                .contains("rules.x.match.op: unknown operator \\\"is\\\"; this predicate is never true");
        assertThat(foretold("rule: {name: x, match: {op: matches, path: /a, value: '(['}, action: {}}"))
                .contains("rules.x.match.value: no regular expression that can be read");
        assertThat(foretold("rule: {name: x, match: {op: test, path: /a, value: 1}, action: {}}"))
                .doesNotContain("never true");
    }

    @Test
    void theyAreAcceptedAndSaidOnce() {
        assertThat(api.post("/api/v1/rules", "rule: {name: x, match: {op: is}, action: {}}").status())
                .isEqualTo(200);

        assertThat(foretold("rule: {name: y, action: {}}")).doesNotContain("never true");
    }
}
