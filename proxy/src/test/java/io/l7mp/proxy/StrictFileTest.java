package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code -s} says of a configuration before anything of it is made. */
class StrictFileTest {
    private final LogSetup logs = LogSetup.onStandardError("error");

    @AfterEach
    void stop() {
        logs.close();
    }

    private void start(boolean strict, String yaml) throws NotStarted {
        Assembly.start(new Settings("the test", yaml,
                new Arguments("the test", strict, "error", "", List.of(), false), logs))
                .stop(Duration.ofSeconds(5));
    }

    @Test
    void theAdminSectionIsRequired() throws NotStarted {
        start(false, "clusters: []");

        assertThatThrownBy(() -> start(true, "clusters: []")).isInstanceOf(NotStarted.class)
                .hasMessage(
                        "Could not initialize static configuration: should have required property 'admin'");
    }

    @Test
    void everyViolationIsListedWithItsPlace() {
        assertThatThrownBy(() -> start(true, """
                admin: { strict: "yes" }
                clusters: [ { name: a, spec: { protocol: UDP, port: "1" } } ]
                rules: [ { name: r } ]
                """)).isInstanceOf(NotStarted.class)
                .hasMessage("Could not initialize static configuration: 3 problems\n"
                        + "  admin.strict should be boolean\n"
                        + "  clusters[0].spec.port should be integer\n"
                        + "  rules[0] should have required property 'action'");
    }

    @Test
    void strictInTheFileIsForTheApiAlone() {
        var file = "admin: { strict: true, log_level: error, version: 1 }";

        assertThatCode(() -> start(false, file)).doesNotThrowAnyException();
        assertThatThrownBy(() -> start(true, file)).hasMessageEndingWith("admin.version should be string");
    }
}
